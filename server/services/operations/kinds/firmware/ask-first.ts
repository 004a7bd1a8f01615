import { z } from "zod";
import { askUser, failed, type Plan, type PlanVerdict, QUESTION_BOUNDS, type UserReply } from "../../plans";
import type { FirmwareResult } from "./parameters";
import { firmwareResult } from "./result";
import type { FirmwareTarget } from "./target";

const { textCharactersMax, secondsMax } = QUESTION_BOUNDS;

/** What the device's user is asked before anything is done, to be answered by yes or no; left out: nobody is asked. */
export const AskFirst = z
  .strictObject({
    text: z.string().min(1).max(textCharactersMax),
    /** Seconds until no answer counts as a no; 60 when left out. */
    maxSeconds: z.number().int().min(1).max(secondsMax).optional(),
  })
  .optional();
export type AskFirst = z.output<typeof AskFirst>;

type Refusal = PlanVerdict<FirmwareResult>;

/**
 * Asks the user (alert 1101 [OMA-TS-DM_Protocol 1.2.1]); the end of the operation where that is no yes, else null. Who did
 * not answer in time may do so in a later attempt.
 */
export function* askFirst({ content, fromVersion }: FirmwareTarget, ask: AskFirst): Plan<Refusal | null> {
  if (!ask) return null;
  const { outcome } = yield* askUser({ kind: "confirm", ...ask });
  if (outcome === "answered") return null;
  const { text, isRefusal, retryable } = ENDS[outcome];
  const result = firmwareResult(content, fromVersion, { meaning: text });
  if (isRefusal) return failed("refused", { code: "refused_by_user", text, retryable, result });
  const code = outcome === "unknown" ? "timed_out" : "unsupported_by_device";
  return failed("error", { code, text, retryable, result });
}

interface End {
  readonly text: string;
  readonly isRefusal: boolean;
  readonly retryable: boolean;
}

const ENDS: Readonly<Record<Exclude<UserReply["outcome"], "answered">, End>> = {
  declined: { text: "The user was asked first, and said no.", isRefusal: true, retryable: false },
  cancelled: { text: "The user was asked first, and turned the question away.", isRefusal: true, retryable: false },
  timed_out: { text: "The user was asked first, and did not answer in time.", isRefusal: true, retryable: true },
  not_shown: {
    text: "The user was to be asked first, which the device cannot do.",
    isRefusal: false,
    retryable: false,
  },
  unknown: { text: "The device left the session while its user was asked.", isRefusal: false, retryable: true },
};
