"use client";
import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import type { AuditEntryView } from "../trpc/views";
import { type Fact, FactList } from "../value/fact-list";
import { Time } from "../value/time";

/** Objects that have a page. Of the others the id is all there is to see. */
const WITH_PAGE = /^(dev|op|task|con|sub)_/;

/** One change: who, what and when on its line, the rest where it is opened. */
export function AuditEntry({ entry }: { readonly entry: AuditEntryView }) {
  const t = useTranslations("audit");
  const facts: Fact[] = [
    { label: t("fact.object"), value: <AuditObject id={entry.object} /> },
    { label: t("fact.actor"), value: <code className="break-all font-mono text-sm">{entry.actor.id}</code> },
    { label: t("fact.reason"), value: entry.reason },
    { label: t("fact.from"), value: <code className="font-mono text-sm">{entry.sourceAddress}</code> },
    { label: t("fact.request"), value: <code className="break-all font-mono text-sm">{entry.requestId}</code> },
    { label: t("fact.before"), value: asText(entry.before) },
    { label: t("fact.after"), value: asText(entry.after) },
  ];
  return (
    <details className="group">
      <summary className="flex min-h-8 cursor-default max-sm:min-h-11 flex-wrap items-center gap-x-3 gap-y-0.5 px-4 py-1.5 text-sm -outline-offset-2 hover:bg-hover">
        <ChevronRight aria-hidden="true" className="size-4 shrink-0 text-muted group-open:rotate-90" />
        <span className="w-32 shrink-0 text-muted">
          <Time at={entry.at} />
        </span>
        <span className="font-medium">{entry.actor.name}</span>
        <code className="font-mono">{entry.action}</code>
        <code className="min-w-0 truncate font-mono text-muted">{entry.object}</code>
      </summary>
      <div className="px-4 pt-1 pb-4 sm:ps-11">
        <FactList facts={facts} />
      </div>
    </details>
  );
}

function AuditObject({ id }: { readonly id: string }) {
  const name = <code className="break-all font-mono text-sm">{id}</code>;
  const href = WITH_PAGE.test(id) ? `/go/${id}` : id.startsWith("xs_") ? `/admin/systems/${id}` : null;
  return href === null ? (
    name
  ) : (
    <Link href={href} prefetch={false} className="rounded-sm text-link hover:underline">
      {name}
    </Link>
  );
}

/** A value as it stands in the log; null where there is none. */
function asText(value: unknown) {
  if (value === null || value === undefined) return null;
  return (
    <pre className="max-h-80 max-w-full overflow-auto whitespace-pre-wrap break-words rounded-sm bg-bg p-2 font-mono text-sm">
      {JSON.stringify(value, null, 2)}
    </pre>
  );
}
