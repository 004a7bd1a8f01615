import type { Answer, GenericAlert, NodeReading, Progress } from "../../../../oma-dm";
import type { StepCommand } from "../command-slots";
import type { PlanRun } from "../run-plan";

/** What a scripted device knows and how it behaves; everything not said is answered as a friendly device would. */
export interface DeviceScript {
  /** Leaves by canonical URI; the interior nodes follow from them. */
  readonly leaves: Readonly<Record<string, Omit<NodeReading, "uri">>>;
  /** Status instead of the usual one, by command and URI: `"Replace ./A/B": 425`. */
  readonly statuses?: Readonly<Record<string, number>>;
  /** Leaves whose writes are accepted and not done. */
  readonly deaf?: readonly string[];
}

/** A device in memory that answers planned commands by its script; for tests of plans, without any protocol. */
export interface TreeDevice {
  answer(step: number, command: StepCommand): Answer;
  /** Every Exec that it ran, with the Correlator it came with. */
  readonly executed: { readonly uri: string; readonly correlator: string | undefined }[];
}

export function treeDevice(script: DeviceScript): TreeDevice {
  const leaves = new Map(Object.entries(script.leaves));
  const executed: { readonly uri: string; readonly correlator: string | undefined }[] = [];
  const answer = (step: number, { index, command }: StepCommand): Answer => {
    const usual = command.name === "Get" ? readNode(leaves, command.uri) : null;
    const exists = usual !== null || leaves.has(command.uri);
    const status =
      script.statuses?.[`${command.name} ${command.uri}`] ?? (command.name === "Exec" || exists ? 200 : 404);
    if (command.name === "Exec") executed.push({ uri: command.uri, correlator: command.correlator });
    if (command.name === "Replace" && status === 200 && !script.deaf?.includes(command.uri)) {
      const { format, data: value, type } = command;
      leaves.set(command.uri, { format, value, ...(type && { type }) });
    }
    const nodes = usual && status === 200 ? [usual] : undefined;
    return { kind: "status", step, index, status, ...(nodes && { nodes }) };
  };
  return { answer, executed };
}

function readNode(leaves: ReadonlyMap<string, Omit<NodeReading, "uri">>, uri: string): NodeReading | null {
  const leaf = leaves.get(uri);
  if (leaf) return { uri, ...leaf };
  const names = new Set<string>();
  for (const known of leaves.keys())
    if (known.startsWith(`${uri}/`)) names.add(known.slice(uri.length + 1).split("/")[0] ?? "");
  return names.size > 0 ? { uri, format: "node", value: [...names].join("/") } : null;
}

/**
 * Lets a device answer all that a plan asks, a message at a time, until it ends or waits. `report` is what the device
 * reports when the plan waits for an alert; null lets the wait time out.
 */
export function runToEnd(
  run: PlanRun,
  device: TreeDevice,
  report?: (wanted: Extract<Progress, { kind: "alert" }>) => GenericAlert | null,
): Answer[][] {
  const given: Answer[][] = [];
  for (let progress = run.progress(); progress.kind !== "ended"; ) {
    const answers = answersTo(progress, device, report);
    given.push(answers);
    progress = run.give(answers);
  }
  return given;
}

function answersTo(
  progress: Exclude<Progress, { kind: "ended" }>,
  device: TreeDevice,
  report: ((wanted: Extract<Progress, { kind: "alert" }>) => GenericAlert | null) | undefined,
): Answer[] {
  if (progress.kind === "commands") return progress.commands.map((command) => device.answer(progress.step, command));
  const alert = report?.(progress) ?? null;
  return [alert ? { kind: "alert", alert } : { kind: "timeout", step: progress.step }];
}
