"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { DeviceSessionView } from "@/server/services/device-sessions/schemas";
import { EmptyState } from "../data/empty-state";
import { ErrorState } from "../data/error-state";
import { useTrpc } from "../trpc/trpc";
import { Button } from "../ui/button";
import { cx } from "../ui/cx";
import { SkeletonRows } from "../ui/skeleton";
import { Time } from "../value/time";
import { SESSIONS_PER_PAGE } from "./session-list-input";
import { SessionMessages } from "./session-messages";
import { SessionOutcome } from "./session-outcome";

interface SessionsPanelProps {
  readonly deviceId: string;
  /** Address of the device's page, to which a session is added. */
  readonly href: string;
}

/** A device's sessions: the list, and beside it the messages of the one that is open. */
export function SessionsPanel({ deviceId, href }: SessionsPanelProps) {
  const t = useTranslations("sessions");
  const trpc = useTrpc();
  const at = useSearchParams().get("at");
  const [first, setFirst] = useState<string | null>(null);
  const list = useInfiniteQuery(
    trpc.devices.sessions.infiniteQueryOptions(
      { id: deviceId, limit: SESSIONS_PER_PAGE },
      { getNextPageParam: (page) => page.next },
    ),
  );
  if (list.isPending) return <SkeletonRows count={6} />;
  if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  const sessions = list.data.pages.flatMap((page) => page.items);
  const newest = sessions[0]?.id ?? null;
  // The newest one as the list was opened: later ones do not take the place of what is being read.
  if (first === null && newest !== null) setFirst(newest);
  const open = at ?? first ?? newest;
  if (open === null) {
    return (
      <div className="rounded-md border border-hairline bg-surface">
        <EmptyState icon={History} title={t("none.title")} text={t("none.text")} />
      </div>
    );
  }
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[17rem_minmax(0,1fr)]">
      <nav
        aria-label={t("list")}
        className="overflow-y-auto rounded-md border border-hairline bg-surface max-lg:max-h-56 lg:sticky lg:top-20 lg:max-h-[calc(100dvh-7rem)]"
      >
        <ul className="divide-y divide-hairline">
          {sessions.map((session) => (
            <li key={session.id}>
              <SessionLink
                session={session}
                href={`${href}?tab=sessions&at=${session.id}`}
                current={session.id === open}
              />
            </li>
          ))}
        </ul>
        {list.hasNextPage ? (
          <div className="border-hairline border-t p-2">
            <Button
              intent="quiet"
              className="w-full"
              pending={list.isFetchingNextPage}
              onClick={() => void list.fetchNextPage()}
            >
              {t("older")}
            </Button>
          </div>
        ) : null}
      </nav>
      <SessionMessages key={open} deviceId={deviceId} sessionId={open} />
    </div>
  );
}

interface SessionLinkProps {
  readonly session: DeviceSessionView;
  readonly href: string;
  readonly current: boolean;
}

function SessionLink({ session, href, current }: SessionLinkProps) {
  const t = useTranslations("sessions");
  return (
    <Link
      href={href}
      scroll={false}
      prefetch={false}
      aria-current={current ? "true" : undefined}
      className={cx(
        "block px-4 py-2 text-sm -outline-offset-2 hover:bg-hover",
        current && "bg-selected hover:bg-selected",
      )}
    >
      <span className="flex items-center justify-between gap-2">
        <span className="font-medium">
          <Time at={session.startedAt} />
        </span>
        <SessionOutcome outcome={session.outcome} />
      </span>
      <span className="text-muted text-xs">{t("exchanges", { n: session.messages })}</span>
    </Link>
  );
}
