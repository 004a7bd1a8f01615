"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { ErrorState } from "../data/error-state";
import { SessionOutcome } from "../trace/session-outcome";
import { useTrpc } from "../trpc/trpc";
import { Card } from "../ui/card";
import { SkeletonRows } from "../ui/skeleton";
import { Time } from "../value/time";
import { SUMMARY_SESSIONS } from "./device-tabs";

interface LastSessionsProps {
  readonly deviceId: string;
  /** Address of the device's page. */
  readonly href: string;
}

/** When the device last called in, and how that went. */
export function LastSessions({ deviceId, href }: LastSessionsProps) {
  const t = useTranslations("device");
  const words = useTranslations("sessions");
  const trpc = useTrpc();
  const list = useQuery(trpc.devices.sessions.queryOptions({ id: deviceId, limit: SUMMARY_SESSIONS }));
  const sessions = list.data?.items ?? [];
  return (
    <Card
      title={t("lastSessions")}
      flush
      aside={
        <Link href={`${href}?tab=sessions`} className="rounded-sm text-link text-sm hover:underline">
          {t("allSessions")}
        </Link>
      }
    >
      {list.isPending ? <SkeletonRows count={3} /> : null}
      {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isSuccess && sessions.length === 0 ? <p className="p-4 text-muted">{t("noSessions")}</p> : null}
      <ul className="divide-y divide-hairline">
        {sessions.map((session) => (
          <li key={session.id}>
            <Link
              href={`${href}?tab=sessions&at=${session.id}`}
              prefetch={false}
              className="row-height flex items-center gap-4 px-4 text-sm -outline-offset-2 hover:bg-hover"
            >
              <span className="w-28 shrink-0 font-medium">
                <Time at={session.startedAt} />
              </span>
              <SessionOutcome outcome={session.outcome} />
              <span className="ms-auto text-muted max-sm:hidden">{words("exchanges", { n: session.messages })}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
