import { newestKind } from "../../services/operations/kinds";
import type { OperationKind } from "../../services/operations/plans";
import type { SeededRandom } from "./seeded-random";
import { COMPONENT, OTHER_COMPONENT, SIMULATED_CONTENT_IDS } from "./simulated-contents";

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
const QUESTIONS_CHANCE = 0.05;

/** An operation as somebody might start it now. `order`: the later, the higher. */
export function anyOperation(random: SeededRandom, order: number, nowMs: number): SimulatedOperation {
  const operationId = random.uuid(order);
  const [name, written] = anyOrder(random, operationId);
  const kind = newestKind(name);
  if (!kind) throw new Error(`There is no kind ${name}.`);
  const waitHours = random.chance(0.2) ? random.integer(1, 12) : null;
  const openHours = random.chance(0.35) ? random.pick([1, 2, 5, 30]) : null;
  return {
    operationId,
    kind,
    params: kind.params.parse(written),
    priority: random.pick([2, 5, 5, 7]),
    attemptsMax: random.integer(1, 3),
    backoffSeconds: random.pick([60, 600, 3_600]),
    notBeforeMs: waitHours === null ? null : nowMs + waitHours * HOUR_MS,
    expiresAtMs: openHours === null ? null : nowMs + ((waitHours ?? 0) + openHours) * HOUR_MS,
  };
}

type Order = readonly [kind: string, params: unknown];

function anyOrder(random: SeededRandom, operationId: string): Order {
  const dice = random.next();
  if (dice < OBJECT_ORDERS_CHANCE) return anyObjectOrder(random, operationId);
  if (dice < OBJECT_ORDERS_CHANCE + QUESTIONS_CHANCE) return ["script.run", anyQuestions(random, operationId)];
  return anyTreeOrder(random);
}

/** Firmware and software: kinds that wait for a report of the device, and that exclude each other. */
function anyObjectOrder(random: SeededRandom, operationId: string): Order {
  const seconds = (): number => random.pick([600, 3_600, 86_400]);
  const verifySeconds = random.pick([60, 3_600]);
  const dice = random.next();
  if (dice < 0.35) {
    const name = random.pick(["software.activate", "software.activate", "software.deactivate", "software.remove"]);
    return [name, { component: COMPONENT, timeouts: { reportSeconds: seconds(), verifySeconds } }];
  }
  const content = random.pick(SIMULATED_CONTENT_IDS);
  const timeouts = { downloadSeconds: seconds(), installSeconds: seconds(), verifySeconds };
  const params = { content, override: random.chance(0.7), timeouts };
  if (dice < 0.55) return anyInstallation(random, params);
  const root = random.chance(0.3) ? { root: "./FwUpdate" } : {};
  const name = random.pick(["firmware.update", "firmware.update", "firmware.download", "firmware.install"]);
  const flow = random.pick(["downloadAndUpdate", "staged", "largeObject", undefined]);
  if (name !== "firmware.update") return [name, { ...params, ...root }];
  const ask = random.chance(0.25) ? { ask: { text: `${operationId} first`, maxSeconds: 30 } } : {};
  return [name, { ...params, ...root, ...ask, ...(flow && { flow }) }];
}

function anyInstallation(random: SeededRandom, params: object): Order {
  const component = random.pick([COMPONENT, COMPONENT, OTHER_COMPONENT, undefined]);
  const flow = random.pick(["downloadInstall", "staged"]);
  const link = random.pick(["descriptor", "descriptor", "package"]);
  const name = random.pick(["software.install", "software.update"]);
  return [name, { ...params, ...(component && { component }), active: random.chance(0.7), flow, link }];
}

function anyTreeOrder(random: SeededRandom): Order {
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

/** Each question is told apart from all others by its text. An Exec behind them is run only where the user let it be. */
function anyQuestions(random: SeededRandom, operationId: string) {
  const questions = Array.from({ length: random.integer(1, 3) }, (_, at) => ({
    command: "Alert",
    question: { ...anyQuestion(random), text: `${operationId} ${at}`, maxSeconds: random.pick([10, 30, 40]) },
  }));
  const behind = [...questions, { command: "Exec", uri: "./Vendor/Run" }];
  const group = { command: random.pick(["Sequence", "Sequence", "Atomic"]), commands: behind };
  const commands = random.chance(0.5) ? behind : [group, { command: "Get", uri: "./Vendor/A" }];
  return { commands, onRefusal: random.pick(["stop", "continue"]) };
}

function anyQuestion(random: SeededRandom) {
  const choices = ["home", "office", "car"];
  switch (random.integer(0, 4)) {
    case 0:
      return { kind: "show" };
    case 1:
      return { kind: "confirm", default: random.chance(0.5) };
    case 2:
      return { kind: "enter", charactersMax: 20 };
    case 3:
      return { kind: "choose", choices };
    default:
      return { kind: "choose_several", choices, default: [1, 3] };
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
