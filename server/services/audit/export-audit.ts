import { and, asc } from "drizzle-orm";
import { z } from "zod";
import { auditEntries } from "../../../drizzle/schema/audit";
import { csvLine } from "../csv/write-csv";
import { ServiceError } from "../errors";
import { withinReadTime } from "../read-time";
import { useCase } from "../use-case";
import { auditConditions, mayReadEntry } from "./audit-conditions";
import { ExportAuditInput } from "./schemas";

/** Entries of one export. */
const ENTRIES_MAX = 20_000;

const COLUMNS = [
  "id",
  "at",
  "actorKind",
  "actorId",
  "actorName",
  "action",
  "object",
  "requestId",
  "sourceAddress",
  "reason",
  "before",
  "after",
];

/**
 * The audit log as CSV, the oldest first, with nothing in it that a spreadsheet runs. To take it out is an entry itself.
 *
 * Throws ServiceError LIMIT_EXCEEDED for more than 20,000 entries, and when they take too long to find.
 */
export const exportAudit = useCase({
  name: "audit.export",
  scope: "audit:read",
  input: ExportAuditInput,
  output: z.object({ csv: z.string() }),
  audit: true,
  async run(context, transaction, input) {
    const rows = await withinReadTime(transaction, "Ask for a shorter time.", () =>
      transaction
        .select()
        .from(auditEntries)
        .where(and(mayReadEntry(context.principal), ...auditConditions(input)))
        .orderBy(asc(auditEntries.auditId))
        .limit(ENTRIES_MAX + 1),
    );
    if (rows.length > ENTRIES_MAX) {
      throw new ServiceError("LIMIT_EXCEEDED", `An export has at most ${ENTRIES_MAX} entries. Ask for a shorter time.`);
    }
    const lines = rows.map((row) =>
      csvLine([
        row.auditId,
        row.at.toISOString(),
        row.actorKind,
        row.actorId,
        row.actorName,
        row.action,
        row.object,
        row.requestId,
        row.sourceAddress,
        row.reason,
        jsonText(row.before),
        jsonText(row.after),
      ]),
    );
    const csv = [csvLine(COLUMNS), ...lines].join("");
    return { result: { csv }, audit: { object: "audit", after: { ...input, entries: rows.length } } };
  },
});

function jsonText(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}
