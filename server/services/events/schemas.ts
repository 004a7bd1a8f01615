import { z } from "zod";

export const ReadChangesInput = z.strictObject({
  /** The number of the last event already known; null asks only where the feed ends now. */
  after: z.number().int().min(0).nullable(),
});

/** What changed, by public id. `everything`: too much to name, read all that is on the screen again. */
export const ChangesView = z.object({
  seq: z.number().int(),
  deviceIds: z.array(z.string()),
  operationIds: z.array(z.string()),
  everything: z.boolean(),
});
export type ChangesView = z.infer<typeof ChangesView>;
