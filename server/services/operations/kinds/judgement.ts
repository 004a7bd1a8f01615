import { z } from "zod";
import { failed, isDone, isTransient, type PlanVerdict, succeeded } from "../plans";
import type { AllOrNothing, CommandEnd } from "./all-or-nothing";

/** What became of one thing that a device was told to do. `status` is 0 where it gave none, null: it was not sent. */
export interface Judgement {
  readonly as: "verified" | "acknowledged" | "refused" | "unconfirmed";
  readonly status: number | null;
}

/** How several things were made all or nothing; only where that was asked for. */
export const AtomicView = z.object({
  /** `server`: the device knows no Atomic; the server did one after the other and took back what was done. */
  by: z.enum(["device", "server"]),
  /** DM status code of the Atomic; 0 when the device gave none, null when none was sent. */
  status: z.number().int().nullable(),
});

/** Who took back one of them after another was refused; null: nobody had to. */
export const Undone = z.enum(["device", "server", "failed"]).nullable();

/** A thing that was taken back, or not sent because of another, is not there: as good as refused. */
export function isRefused({ status, undone }: CommandEnd): boolean {
  return undone !== null || status === null || (status !== 0 && !isDone(status));
}

/** What became of all where one was refused. One without an answer is not taken back: nobody knows that it was done. */
function sumOf({ ends }: AllOrNothing): string {
  const unanswered = ends.filter(({ status, undone }) => status === 0 && undone === null).length;
  const open = unanswered > 0 ? ` ${unanswered} had no answer and may have been done.` : "";
  const kept = ends.filter(({ undone }) => undone === "failed").length;
  if (kept > 0) return `${kept} that were done could not be taken back.${open}`;
  const isTakenBack = ends.some(({ undone }) => undone === "server");
  if (isTakenBack) return `What was done was taken back.${open}`;
  return open ? `Nothing else was changed.${open}` : "Nothing was changed.";
}

/**
 * The end of an operation of several things: refused when any was, else unconfirmed when any was, else verified when
 * all were. `things` is what they are called, in the plural; `whole` what is to be said of all where they were to be
 * all or nothing.
 */
export function verdictOfAll<R>(
  judgements: readonly Judgement[],
  things: string,
  result: R,
  whole: AllOrNothing | null = null,
): PlanVerdict<R> {
  const refused = judgements.filter((judgement) => judgement.as === "refused");
  if (refused.length > 0) {
    const said = refused.filter(({ status }) => status !== null && status >= 300).length;
    const retryable = said > 0 && refused.every(({ status }) => status === null || status < 300 || isTransient(status));
    const isUnsent = refused.length === judgements.length && refused.every(({ status }) => status === null);
    const text = isUnsent
      ? "The device knows no Atomic, and not all of this could be taken back: nothing was sent."
      : `The device refused ${said} of ${judgements.length} ${things}.${whole ? ` ${sumOf(whole)}` : ""}`;
    return failed("refused", { code: "refused_by_device", text, retryable, result });
  }
  if (judgements.some((judgement) => judgement.as === "unconfirmed")) {
    const text = `The device accepted the ${things}, but a read afterwards does not show all of them.`;
    return failed("unconfirmed", { code: "unconfirmed", text, retryable: true, result });
  }
  return succeeded(judgements.every((judgement) => judgement.as === "verified") ? "verified" : "acknowledged", result);
}
