import type { OperationKind } from "../plans";
import { bootstrapSend } from "./bootstrap-send";
import { deviceDiscover } from "./device-discover";
import { deviceDiscoverV1 } from "./device-discover-v1";
import { firmwareDownload } from "./firmware-download";
import { firmwareInstall } from "./firmware-install";
import { firmwareUpdate } from "./firmware-update";
import { nodeExecute, nodeExecuteV1 } from "./node-execute";
import { parameterAdd, parameterAddV1 } from "./parameter-add";
import { parameterCopy } from "./parameter-copy";
import { parameterDelete } from "./parameter-delete";
import { parameterGet } from "./parameter-get";
import { parameterSet } from "./parameter-set";
import { parameterSetV1 } from "./parameter-set-v1";
import { scriptRun, scriptRunV1 } from "./script-run";
import { softwareActivate } from "./software-activate";
import { softwareDeactivate } from "./software-deactivate";
import { softwareInstall } from "./software-install";
import { softwareInventory } from "./software-inventory";
import { softwareRemove } from "./software-remove";
import { softwareUpdate } from "./software-update";

/** Every kind in every version that an open task may still need. */
export const operationKinds: readonly OperationKind[] = [
  deviceDiscoverV1,
  deviceDiscover,
  parameterGet,
  parameterSetV1,
  parameterSet,
  parameterAddV1,
  parameterAdd,
  parameterDelete,
  parameterCopy,
  nodeExecuteV1,
  nodeExecute,
  scriptRunV1,
  scriptRun,
  bootstrapSend,
  firmwareUpdate,
  firmwareDownload,
  firmwareInstall,
  softwareInventory,
  softwareInstall,
  softwareUpdate,
  softwareRemove,
  softwareActivate,
  softwareDeactivate,
];

/** What can be started: of each kind the newest version. */
export const newestKinds: readonly OperationKind[] = operationKinds.filter((kind) => newestKind(kind.kind) === kind);

/** The kind as it was when a task was made; null when this server has no such version. */
export function findKind(kind: string, version: number): OperationKind | null {
  return operationKinds.find((candidate) => candidate.kind === kind && candidate.version === version) ?? null;
}

/** What a new operation of the kind runs; null when there is no such kind. */
export function newestKind(kind: string): OperationKind | null {
  let newest: OperationKind | null = null;
  for (const candidate of operationKinds) {
    if (candidate.kind === kind && candidate.version > (newest?.version ?? 0)) newest = candidate;
  }
  return newest;
}

/** Whether a kind can do harm to its device: it needs a scope of its own. */
export function isRiskyKind(kind: string): boolean {
  const scope = newestKind(kind)?.scope;
  return scope === "operations:destructive" || scope === "operations:firmware";
}

/** Whether two kinds may not run on one device at the same time; either of them may say so. */
export function kindsExcludeEachOther(
  one: Pick<OperationKind, "kind" | "excludes">,
  other: Pick<OperationKind, "kind" | "excludes">,
): boolean {
  return (
    one.excludes.some((pattern) => matchesKind(pattern, other.kind)) ||
    other.excludes.some((pattern) => matchesKind(pattern, one.kind))
  );
}

/** Whether a pattern means a kind: itself, its family (`firmware.*`), or every one (`*`). */
export function matchesKind(pattern: string, kind: string): boolean {
  if (pattern === "*") return true;
  return pattern.endsWith(".*") ? kind.startsWith(pattern.slice(0, -1)) : kind === pattern;
}
