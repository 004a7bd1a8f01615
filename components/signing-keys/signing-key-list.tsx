"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { FileKey } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import type { SigningKeyView } from "@/server/services/contents/schemas";
import { useContentKind } from "../contents/use-content-kind";
import type { Column } from "../data/data-table";
import { EmptyState } from "../data/empty-state";
import { PagedTable } from "../data/paged-list";
import { StatusBadge } from "../status/status-badge";
import { useTrpc } from "../trpc/trpc";
import { Button } from "../ui/button";
import { useClock } from "../value/clock";
import { CopyButton } from "../value/copy-button";
import { Time } from "../value/time";
import { RevokeKeyDialog } from "./revoke-key-dialog";
import { SIGNING_KEYS_PER_PAGE } from "./signing-key-list-input";
import { signingKeyStatus } from "./signing-key-status";

/** Digits of a fingerprint that tell keys apart at a glance. */
const FINGERPRINT_SHOWN = 16;

/** The keys of this environment, the newest first, revoked ones too. `begin`: how the first one is registered. */
export function SigningKeyList({ begin }: { readonly begin: ReactNode }) {
  const t = useTranslations("signingKeys");
  const trpc = useTrpc();
  const [revoking, setRevoking] = useState<SigningKeyView | null>(null);
  const columns = useKeyColumns(setRevoking);
  const list = useInfiniteQuery(
    trpc.contents.signingKeys.infiniteQueryOptions(
      { limit: SIGNING_KEYS_PER_PAGE },
      { getNextPageParam: (page) => page.next },
    ),
  );
  return (
    <>
      <PagedTable
        list={list}
        caption={t("title")}
        columns={columns}
        rowKey={(key) => key.id}
        empty={<EmptyState icon={FileKey} title={t("none.title")} text={t("none.text")} action={begin} />}
      />
      <RevokeKeyDialog signingKey={revoking} onClose={() => setRevoking(null)} />
    </>
  );
}

function useKeyColumns(onRevoke: (key: SigningKeyView) => void): readonly Column<SigningKeyView>[] {
  const t = useTranslations("signingKeys");
  const kindName = useContentKind();
  const now = useClock();
  const forWhom = ({ kinds, manufacturers }: SigningKeyView) =>
    [kinds.map(kindName).join(", "), manufacturers?.join(", ") ?? t("allManufacturers")].join(" · ");
  return [
    {
      key: "owner",
      header: t("column.owner"),
      className: "w-full max-w-0",
      cell: (key) => (
        <>
          <span className="block wrap-anywhere font-medium">{key.owner}</span>
          <span className="flex min-w-0 items-center gap-1 text-muted text-xs">
            <span className="truncate font-mono">
              {key.algorithm} {key.fingerprint.slice(0, FINGERPRINT_SHOWN)}…
            </span>
            <CopyButton text={key.fingerprint} what={t("fingerprint", { name: key.owner })} />
          </span>
          <span className="block break-words text-muted @5xl:hidden">{forWhom(key)}</span>
          {key.issuer ? (
            <span className="block break-words text-muted">{t("issuer", { name: key.issuer })}</span>
          ) : null}
          {key.revokedReason ? <span className="block break-words text-muted">{key.revokedReason}</span> : null}
        </>
      ),
    },
    { key: "for", header: t("column.for"), className: "@max-5xl:hidden max-w-80 truncate", cell: forWhom },
    {
      key: "state",
      header: t("column.state"),
      className: "w-px whitespace-nowrap",
      cell: (key) => <StatusBadge thing="signingKey" state={signingKeyStatus(key, now)} explain />,
    },
    {
      key: "until",
      header: t("column.until"),
      className: "w-px @max-4xl:hidden whitespace-nowrap text-muted",
      cell: ({ notAfter }) => (notAfter ? <Time at={notAfter} explain /> : t("always")),
    },
    {
      key: "registered",
      header: t("column.registered"),
      className: "w-px max-sm:hidden whitespace-nowrap text-muted",
      cell: (key) => <Time at={key.createdAt} explain />,
    },
    {
      key: "act",
      header: t("column.act"),
      className: "w-px",
      cell: (key) =>
        key.revokedAt === null ? (
          <Button size="small" aria-label={t("revoke.of", { name: key.owner })} onClick={() => onRevoke(key)}>
            {t("revoke.act")}
          </Button>
        ) : null,
    },
  ];
}
