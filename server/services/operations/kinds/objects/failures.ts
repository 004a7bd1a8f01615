import { type ResultReport, statusMeaning } from "../../../../oma-dm";
import { type CommandAnswer, failed, isTransient, type PlanVerdict } from "../../plans";

/** The user said no: in FUMO 1.0, in OMA Download 1.0, in SCOMO 1.0. */
const BY_USER: ReadonlySet<number | null> = new Set([401, 902, 1401]);

/** The end by a report that is no success. What is no code of ours is a failure: nobody said that it worked. */
export function failedBy<R>(report: ResultReport, result: R): PlanVerdict<R> {
  const { code, meaning, mayRetry: retryable, detail } = report;
  const words = detail === "" ? "" : ` In its words: ${detail}`;
  const text = code === null ? `The device's report has no result code.${words}` : `${meaning} (${code}).${words}`;
  if (report.class !== "refused") return failed("error", { code: "failed_on_device", text, retryable, result });
  const reason = BY_USER.has(code) ? "refused_by_user" : "refused_by_device";
  return failed("refused", { code: reason, text, retryable, result });
}

/** The end by a command that the device did not do. `resultOf` makes the result of what is to be said of it. */
export function refusedBy<R>(
  { command, status, by }: CommandAnswer,
  resultOf: (said: { readonly meaning: string }) => R,
): PlanVerdict<R> {
  if (status === 0) {
    const text = "The device left the session again and again before it had answered.";
    const result = resultOf({ meaning: text });
    return failed("error", { code: "timed_out", text, retryable: true, result });
  }
  const { meaning } = statusMeaning(status);
  const text = `The device ${by ? "cannot take" : "refused"} ${command.name} ${command.uri}: ${meaning} (${status}).`;
  const result = resultOf({ meaning: text });
  return failed("refused", { code: "refused_by_device", text, retryable: isTransient(status), result });
}
