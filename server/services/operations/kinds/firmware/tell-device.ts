import { type FirmwareOperation, FUMO_NODES } from "../../../../oma-dm";
import {
  type CommandAnswer,
  exec,
  failed,
  isContentGone,
  isDone,
  type Plan,
  type PlanVerdict,
  replace,
} from "../../plans";
import { isRefusal } from "../objects/execute";
import { refusedBy } from "../objects/failures";
import type { DownloadLink } from "../objects/parameters";
import type { FirmwareResult } from "./parameters";
import { firmwareResult } from "./result";
import type { FirmwareTarget } from "./target";

type Refusal = PlanVerdict<FirmwareResult>;

const URL_NODES = { download: FUMO_NODES.downloadUrl, downloadAndUpdate: FUMO_NODES.downloadAndUpdateUrl } as const;

/** Tells the device where the package is; the end of the operation where it does not want to know, else null. */
export function* writeUrl(
  target: FirmwareTarget,
  operation: keyof typeof URL_NODES,
  link: DownloadLink,
): Plan<Refusal | null> {
  const { content, object } = target;
  const data = link === "descriptor" ? content.descriptorUrl : content.url;
  const answer = yield* replace(`${object.root}/${URL_NODES[operation]}`, { data, format: "chr" });
  return isDone(answer.status) ? null : refusalOf(target, answer);
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
  return isDone(answer.status) ? null : refusalOf(target, answer);
}

/** Has the device do it. `refusal`: it will not. An answer that was lost may have been a yes: it is told only once. */
export function* execute(
  target: FirmwareTarget,
  operation: FirmwareOperation,
): Plan<{ readonly executed: CommandAnswer; readonly refusal: Refusal | null }> {
  const executed = yield* exec(`${target.object.root}/${FUMO_NODES[operation]}`);
  return { executed, refusal: isRefusal(executed) ? refusalOf(target, executed) : null };
}

function refusalOf({ content, fromVersion }: FirmwareTarget, answer: CommandAnswer): Refusal {
  return refusedBy(answer, (said) => firmwareResult(content, fromVersion, said));
}
