import { z } from "zod";
import { Instant } from "../devices/schemas";
import { PageInput, pageOf } from "../page";

/** Columns of an import; `devId` has to be one of them. `tags` and `channels` (`kind` or `kind=address`) are parted by `;`. */
export const ImportColumn = z.enum([
  "devId",
  "manufacturer",
  "model",
  "msisdn",
  "imsi",
  "timeZone",
  "tags",
  "channels",
  "clientType",
  "clientUsername",
  "clientSecret",
  "clientThumbprint",
  "serverType",
  "serverName",
  "serverSecret",
]);
export type ImportColumn = z.infer<typeof ImportColumn>;

export const StartImportInput = z.strictObject({
  columns: z
    .array(ImportColumn)
    .min(1)
    .refine((columns) => columns.includes("devId"), { message: "One column has to be devId." })
    .refine((columns) => new Set(columns).size === columns.length, { message: "A column is named twice." }),
  idempotencyKey: z.string().min(1).max(255).nullable().default(null),
});

const ImportId = z.string().min(1).max(64);
export const ImportIdInput = z.strictObject({ id: ImportId });
export const ListImportProblemsInput = PageInput.extend({ id: ImportId });

export const ImportView = z.object({
  id: z.string(),
  /** `uploading`: the file comes in; `running`: its lines are registered. */
  state: z.enum(["uploading", "running", "done", "failed"]),
  octets: z.number().int(),
  /** Lines that came in, without the first. */
  lines: z.number().int(),
  registered: z.number().int(),
  /** Lines whose device was there already, and was left as it is. */
  existing: z.number().int(),
  /** Lines that are not right: `GET /devices/imports/{id}/problems`. */
  refused: z.number().int(),
  /** Why it failed, and where it stopped. */
  problem: z.string().nullable(),
  createdAt: Instant,
  endedAt: Instant.nullable(),
});
export type ImportView = z.infer<typeof ImportView>;

/** `line` counts from 1, which is the line with the names of the columns. */
export const ImportProblemView = z.object({
  line: z.number().int(),
  field: z.string(),
  code: z.string(),
  detail: z.string(),
});
export const ImportProblemPage = pageOf(ImportProblemView);
