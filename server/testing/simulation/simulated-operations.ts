import { newestKind } from "../../services/operations/kinds";
import type { OperationKind } from "../../services/operations/plans";
import { COMPONENT } from "./device-objects";
import type { SeededRandom } from "./seeded-random";
import { SIMULATED_CONTENT_IDS } from "./simulated-contents";

export interface SimulatedOperation {
  readonly operationId: string;
  readonly kind: OperationKind;
  readonly params: unknown;
  readonly priority: number;
  readonly attemptsMax: number;
  readonly backoffSeconds: number;
  readonly notBeforeMs: number | null;
  readonly expiresAtMs: number | null;
}

const HOUR_MS = 3_600_000;

/** How much of what is started is work that the device takes on, and of which it can do one thing at a time. */
const OBJECT_ORDERS_CHANCE = 0.3;

/** An operation as somebody might start it now. `order`: the later, the higher. */
export function anyOperation(random: SeededRandom, order: number, nowMs: number): SimulatedOperation {
  const [name, written] = random.chance(OBJECT_ORDERS_CHANCE) ? anyObjectOrder(random) : anyTreeOrder(random);
  const kind = newestKind(name);
  if (!kind) throw new Error(`There is no kind ${name}.`);
  const waitHours = random.chance(0.2) ? random.integer(1, 12) : null;
  const openHours = random.chance(0.35) ? random.pick([1, 2, 5, 30]) : null;
  return {
    operationId: random.uuid(order),
    kind,
    params: kind.params.parse(written),
    priority: random.pick([2, 5, 5, 7]),
    attemptsMax: random.integer(1, 3),
    backoffSeconds: random.pick([60, 600, 3_600]),
    notBeforeMs: waitHours === null ? null : nowMs + waitHours * HOUR_MS,
    expiresAtMs: openHours === null ? null : nowMs + ((waitHours ?? 0) + openHours) * HOUR_MS,
  };
}

/** Firmware and software: kinds that wait for a report of the device, and that exclude each other. */
function anyObjectOrder(random: SeededRandom): readonly [string, unknown] {
  const seconds = (): number => random.pick([600, 3_600, 86_400]);
  const verifySeconds = random.pick([60, 3_600]);
  if (random.chance(0.4)) {
    const name = random.pick(["software.activate", "software.activate", "software.deactivate", "software.remove"]);
    return [name, { component: COMPONENT, timeouts: { reportSeconds: seconds(), verifySeconds } }];
  }
  const content = random.pick(SIMULATED_CONTENT_IDS);
  const timeouts = { downloadSeconds: seconds(), installSeconds: seconds(), verifySeconds };
  const params = { content, override: random.chance(0.7), timeouts };
  const root = random.chance(0.3) ? { root: "./FwUpdate" } : {};
  const name = random.pick(["firmware.update", "firmware.update", "firmware.download", "firmware.install"]);
  const flow = random.pick(["downloadAndUpdate", "staged", "largeObject", undefined]);
  return [name, { ...params, ...root, ...(name === "firmware.update" && flow && { flow }) }];
}

function anyTreeOrder(random: SeededRandom): readonly [string, unknown] {
  const uri = random.pick(["./Vendor/A", "./Vendor/B", "./Vendor/Missing"]);
  const value = "x".repeat(random.pick([1, 20, 1_500, 4_000]));
  const atomic = random.chance(0.3) ? { atomic: true } : {};
  switch (random.integer(0, 7)) {
    case 0:
      return ["parameter.get", { uris: ["./DevInfo/Man", uri, "./Vendor/Log", "./Vendor/A?prop=ACL"] }];
    case 1:
      return [
        "parameter.set",
        {
          values: [
            { uri, value },
            { uri: "./DevDetail/FwV", value: "2" },
          ],
          ...atomic,
        },
      ];
    case 2:
      return ["parameter.add", { nodes: [{ uri: `./Vendor/N${random.integer(1, 9)}`, value }], ...atomic }];
    case 3:
      return ["parameter.delete", { uris: [`./Vendor/N${random.integer(1, 9)}`, "./Vendor/B"] }];
    case 4:
      return ["parameter.copy", { copies: [{ from: uri, to: `./Vendor/C${random.integer(1, 9)}` }] }];
    case 5:
      return ["device.discover", { nodesMax: 12, depthMax: 3 }];
    case 6:
      return ["script.run", { commands: anyScript(random, uri, value) }];
    default:
      return ["node.execute", { uri: "./Vendor/Run", ...(random.chance(0.5) && { wait: anyWait(random) }) }];
  }
}

function anyWait(random: SeededRandom) {
  return { withinSeconds: random.pick([600, 3_600, 86_400]) };
}

function anyScript(random: SeededRandom, uri: string, value: string): readonly unknown[] {
  const exec = { command: "Exec", uri: "./Vendor/Run" };
  const write = { command: "Replace", uri, value: value.slice(0, 100) };
  const remove = { command: "Delete", uri: "./Vendor/N1" };
  const group = { command: random.pick(["Sequence", "Atomic"]), commands: [write, exec, remove] };
  return random.chance(0.5) ? [{ command: "Get", uri }, group] : [{ command: "Get", uri }, write, exec];
}
