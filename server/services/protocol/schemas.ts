import { z } from "zod";

const STATUSES_MAX = 200;

export const ExplainStatusesInput = z.strictObject({
  codes: z.array(z.number().int().min(100).max(599)).max(STATUSES_MAX),
});

/** `name` is the protocol's own, `meaning` says it in a sentence. */
export const StatusMeaningView = z.object({ code: z.number().int(), name: z.string(), meaning: z.string() });
export type StatusMeaningView = z.infer<typeof StatusMeaningView>;

export const StatusMeaningsView = z.object({ items: z.array(StatusMeaningView) });
