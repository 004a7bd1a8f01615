import { DOWNLOAD_LEAVES, SCOMO_NODES } from "../../../../oma-dm";
import { add, type CommandAnswer, isDone, type OfferedContent, type Plan, replace } from "../../plans";
import type { InstallParams } from "./parameters";

const EXISTS = 418;

/**
 * Tells the device which package it may fetch, and where: a node below `Download`. Some devices make its leaves themselves,
 * and one that is there from before is used again. `uri`: of the node; `refused`: the answer by which the device did not
 * take it, null where it did. A name or id that it does not take is not needed.
 */
export function* orderPackage(
  root: string,
  content: OfferedContent,
  { link, packageId }: Pick<InstallParams, "link" | "packageId">,
): Plan<{ readonly uri: string; readonly refused: CommandAnswer | null }> {
  const uri = `${root}/${SCOMO_NODES.download}/${content.contentId}`;
  const node = yield* add(uri, { format: "node", data: "" });
  if (!isDone(node.status) && node.status !== EXISTS) return { uri, refused: node };
  yield* put(`${uri}/${DOWNLOAD_LEAVES.packageId}`, packageId ?? content.contentId);
  yield* put(`${uri}/${DOWNLOAD_LEAVES.name}`, content.name);
  const url = yield* put(`${uri}/${DOWNLOAD_LEAVES.url}`, link === "descriptor" ? content.descriptorUrl : content.url);
  return { uri, refused: isDone(url.status) ? null : url };
}

function* put(uri: string, data: string): Plan<CommandAnswer> {
  const added = yield* add(uri, { format: "chr", data });
  return added.status === EXISTS ? yield* replace(uri, { format: "chr", data }) : added;
}
