import type { z } from "zod";
import { type FirmwareOperation, FUMO_NODES, statusMeaning } from "../../../../oma-dm";
import {
  type CommandAnswer,
  exec,
  failed,
  isContentGone,
  isDone,
  isTransient,
  type Plan,
  type PlanVerdict,
  replace,
} from "../../plans";
import type { DownloadLink, FirmwareResult } from "./parameters";
import { firmwareResult } from "./result";
import type { FirmwareTarget } from "./target";

type Refusal = PlanVerdict<FirmwareResult>;

const URL_NODES = { download: FUMO_NODES.downloadUrl, downloadAndUpdate: FUMO_NODES.downloadAndUpdateUrl } as const;

/** Tells the device where the package is; the end of the operation where it does not want to know, else null. */
export function* writeUrl(
  target: FirmwareTarget,
  operation: keyof typeof URL_NODES,
  link: z.output<typeof DownloadLink>,
): Plan<Refusal | null> {
  const { content, object } = target;
  const data = link === "descriptor" ? content.descriptorUrl : content.url;
  const answer = yield* replace(`${object.root}/${URL_NODES[operation]}`, { data, format: "chr" });
  return isDone(answer.status) ? null : refusedBy(target, answer);
}

/** Gives the package to the device in the session, in parts; the end of the operation where it does not take it. */
export function* writePackage(target: FirmwareTarget): Plan<Refusal | null> {
  const { content, object } = target;
  const value = { data: content.reference, format: "bin" };
  const answer = yield* replace(`${object.root}/${FUMO_NODES.updateData}`, value);
  if (isContentGone(answer)) {
    const text = "The content was withdrawn while it went to the device.";
    const result = firmwareResult(content, target.fromVersion, { meaning: text });
    return failed("error", { code: "content_withdrawn", text, retryable: false, result });
  }
  return isDone(answer.status) ? null : refusedBy(target, answer);
}

/** Has the device do it. `refusal`: it will not. An answer that was lost may have been a yes: it is told only once. */
export function* execute(
  target: FirmwareTarget,
  operation: FirmwareOperation,
): Plan<{ readonly executed: CommandAnswer; readonly refusal: Refusal | null }> {
  const executed = yield* exec(`${target.object.root}/${FUMO_NODES[operation]}`);
  const isRefused = executed.status !== 0 && !isDone(executed.status);
  return { executed, refusal: isRefused ? refusedBy(target, executed) : null };
}

/** 202 says that it goes on; any other yes that it is done, which devices also say that only begin [OMA-TS-DM-FUMO 1.0]. */
export function isDoneAtOnce({ status }: CommandAnswer): boolean {
  return isDone(status) && status !== 202;
}

function refusedBy(target: FirmwareTarget, { command, status, by }: CommandAnswer): Refusal {
  const { content, fromVersion } = target;
  if (status === 0) {
    const text = "The device left the session again and again before it had answered.";
    const result = firmwareResult(content, fromVersion, { meaning: text });
    return failed("error", { code: "timed_out", text, retryable: true, result });
  }
  const { meaning } = statusMeaning(status);
  const text = `The device ${by ? "cannot take" : "refused"} ${command.name} ${command.uri}: ${meaning} (${status}).`;
  const result = firmwareResult(content, fromVersion, { meaning: text });
  return failed("refused", { code: "refused_by_device", text, retryable: isTransient(status), result });
}
