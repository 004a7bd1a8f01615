"use client";
import { useFormatter, useTranslations } from "use-intl";
import type { OperationCounts } from "@/server/services/operations/schemas";
import type { StatusRole } from "./catalogue";
import { SOLID_FILL } from "./status-style";

/** The order from done to not begun, and which counts a segment adds up. */
const SEGMENTS = [
  { key: "succeeded", role: "success", of: ["succeeded"] },
  { key: "active", role: "active", of: ["inSession", "waitingDevice"] },
  { key: "waiting", role: "waiting", of: ["queued", "notified"] },
  { key: "scheduled", role: "neutral", of: ["scheduled"] },
  { key: "open", role: "attention", of: ["unconfirmed", "expired"] },
  { key: "failed", role: "danger", of: ["failed"] },
  { key: "cancelled", role: "neutral", of: ["cancelled"] },
] as const satisfies readonly {
  readonly key: string;
  readonly role: StatusRole;
  readonly of: readonly (keyof OperationCounts)[];
}[];

/** Where the devices of an operation stand: a bar with gaps between its parts, and the same in words. */
export function ProgressSegments({ counts }: { readonly counts: OperationCounts }) {
  const t = useTranslations("progress");
  const format = useFormatter();
  const parts = SEGMENTS.map((segment) => ({
    ...segment,
    count: segment.of.reduce((sum, name) => sum + counts[name], 0),
  })).filter((part) => part.count > 0);
  return (
    <div className="flex flex-col gap-3">
      <div aria-hidden="true" className="flex h-2.5 gap-0.5 overflow-hidden rounded-full bg-surface">
        {parts.map((part) => (
          <span key={part.key} className={SOLID_FILL[part.role]} style={{ flexGrow: part.count, minWidth: 4 }} />
        ))}
      </div>
      <ul className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
        {parts.map((part) => (
          <li key={part.key} className="flex items-center gap-2">
            <span aria-hidden="true" className={`size-2.5 rounded-full ${SOLID_FILL[part.role]}`} />
            {t(part.key)} <span className="font-semibold">{format.number(part.count)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
