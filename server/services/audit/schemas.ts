import { z } from "zod";
import { Instant } from "../devices/schemas";
import { GivenInstant } from "../given-instant";
import { PageInput, pageOf } from "../page";

/** Which entries: all conditions that are given. */
const AuditFilter = {
  /** Who did it: `xs_...`, `usr_...` or `internal`. */
  actor: z.string().min(1).max(64).optional(),
  /** To what: a public id. */
  object: z.string().min(1).max(200).optional(),
  /** What: `device.register`. */
  action: z.string().min(1).max(64).optional(),
  /** From then on. */
  from: GivenInstant.optional(),
  /** Before then. */
  to: GivenInstant.optional(),
};

export const ListAuditInput = PageInput.extend(AuditFilter);
export const ExportAuditInput = z.strictObject(AuditFilter);

export const AuditEntryView = z.object({
  /** Grows with the log, with gaps. */
  id: z.number().int(),
  at: Instant,
  actor: z.object({ kind: z.enum(["system", "user", "internal"]), id: z.string(), name: z.string() }),
  action: z.string(),
  object: z.string(),
  requestId: z.string(),
  sourceAddress: z.string(),
  reason: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
});
export type AuditEntryView = z.infer<typeof AuditEntryView>;
export const AuditPage = pageOf(AuditEntryView);
