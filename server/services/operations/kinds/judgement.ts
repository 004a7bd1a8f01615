import { failed, isTransient, type PlanVerdict, succeeded } from "../plans";

/** What became of one thing that a device was told to do. `status` is 0 where it gave none, null: it was not sent. */
export interface Judgement {
  readonly as: "verified" | "acknowledged" | "refused" | "unconfirmed";
  readonly status: number | null;
}

/**
 * The end of an operation of several things: refused when any was, else unconfirmed when any was, else verified when
 * all were. `things` is what they are called, in the plural.
 */
export function verdictOfAll<R>(judgements: readonly Judgement[], things: string, result: R): PlanVerdict<R> {
  const refused = judgements.filter((judgement) => judgement.as === "refused");
  if (refused.length > 0) {
    const retryable = refused.every(({ status }) => status === null || isTransient(status));
    const said = refused.filter(({ status }) => status !== null).length;
    const text = `The device refused ${said} of ${judgements.length} ${things}.`;
    return failed("refused", { code: "refused_by_device", text, retryable, result });
  }
  if (judgements.some((judgement) => judgement.as === "unconfirmed")) {
    const text = `The device accepted the ${things}, but a read afterwards does not show all of them.`;
    return failed("unconfirmed", { code: "unconfirmed", text, retryable: true, result });
  }
  return succeeded(judgements.every((judgement) => judgement.as === "verified") ? "verified" : "acknowledged", result);
}
