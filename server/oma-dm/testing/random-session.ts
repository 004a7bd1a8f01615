import fc from "fast-check";
import { credentialDigest, md5Digest } from "../security";
import {
  type DeviceCredentials,
  type OutstandingCommands,
  type PlannedCommand,
  type SessionLimits,
  type SessionState,
  type StepOutput,
  step,
  wantsParts,
} from "../session";
import type { Command, Problem, SyncmlMessage } from "../syncml";
import { anyCommand, anyHeader } from "./arbitraries";
import { decodeMessage, encodeMessage } from "./codec";
import { devInfo, genericAlert } from "./device-commands";
import { PlannedRun } from "./planned-run";
import { TEST_LIMITS } from "./session-bench";

/** Random devices for property tests of `step()`: some follow the protocol, some say anything. */

const SECRET = Buffer.from("Tr4il-m1x");
const CREDENTIAL = credentialDigest("line-7781", SECRET);
const CURRENT = Buffer.from("current-nonce-00");

const planned = fc.oneof(
  fc.record({
    name: fc.constantFrom("Get" as const, "Delete" as const),
    uri: fc.constantFrom("./A", "./B?list=Struct"),
  }),
  fc.record({
    name: fc.constantFrom("Add" as const, "Replace" as const),
    uri: fc.constant("./C"),
    format: fc.constantFrom("chr", "bin"),
    data: fc.oneof(
      { weight: 3, arbitrary: fc.string({ maxLength: 300 }) },
      { weight: 2, arbitrary: fc.string({ unit: fc.constantFrom("ä", "&", "x"), minLength: 1_500, maxLength: 6_000 }) },
    ),
  }),
  fc.record({ name: fc.constant("Copy" as const), uri: fc.constant("./D"), from: fc.constant("./C") }),
  fc.record({ name: fc.constant("Exec" as const), uri: fc.constant("./E"), correlator: fc.constantFrom("c1", "c2") }),
  fc.constant({ name: "Alert" as const, code: "1103" as const, options: "MAXDT=60", texts: ["Which?", "a", "b"] }),
) as fc.Arbitrary<PlannedCommand>;

const plans = fc.array(
  fc.array(
    fc.oneof(
      { weight: 4, arbitrary: fc.array(planned, { minLength: 1, maxLength: 40 }) },
      {
        weight: 1,
        arbitrary: fc.record({
          group: fc.constantFrom("Atomic" as const, "Sequence" as const),
          commands: fc.array(planned, { minLength: 1, maxLength: 6 }),
        }),
      },
      { weight: 1, arbitrary: fc.record({ wanted: fc.record({ correlator: fc.constantFrom("c1", "c2") }) }) },
    ),
    { maxLength: 4 },
  ),
  { maxLength: 8 },
);

/** What `anyCommand` would seldom hit upon. */
const likelyCommand: fc.Arbitrary<Command> = fc.oneof(
  fc.constantFrom("c1", "c2").map((correlator) => genericAlert("./E", "200", correlator)),
  fc.constant(devInfo()),
);

/** A part of a large object: of which one, how much of it, what it announces, and whether it says that more is to come. */
const anyPart = fc.record({
  of: fc.constantFrom("Results" as const, "Results" as const, "Replace" as const, "Alert" as const),
  cmdRef: fc.constantFrom("3", "4"),
  data: fc.constantFrom("", "ab", "x".repeat(40)),
  size: fc.constantFrom(undefined, undefined, 2, 4, 42, 5_000),
  isLast: fc.boolean(),
});
type Part = typeof anyPart extends fc.Arbitrary<infer One> ? One : never;

/** One message: how it proves itself, what it answers to what it heard, what it says besides, and as what it comes. */
const turns = fc.array(
  fc.record({
    header: anyHeader,
    cred: fc.constantFrom("own" as const, "current" as const, "heard" as const, "none" as const),
    startsAnew: fc.integer({ min: 0, max: 9 }).map((dice) => dice === 0),
    statuses: fc.array(
      fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(null, 200, 213) },
        {
          weight: 1,
          arbitrary: fc.constantFrom(
            0,
            101,
            202,
            212,
            214,
            215,
            216,
            304,
            401,
            404,
            406,
            407,
            500,
            507,
            516,
            517,
            Number.NaN,
          ),
        },
      ),
      { maxLength: 60 },
    ),
    withResults: fc.boolean(),
    msgRefOff: fc.integer({ min: 0, max: 9 }).map((dice) => (dice === 0 ? 1 : 0)),
    part: fc.option(anyPart, { nil: null }),
    others: fc.array(fc.oneof(anyCommand, likelyCommand), { maxLength: 4 }),
    givesNonce: fc.boolean(),
    version: fc.integer({ min: 0, max: 60 }).map((dice) => (dice === 0 ? { verDtd: "0.9" } : {})),
    final: fc.boolean(),
    problem: fc.integer({ min: 0, max: 30 }),
    encoding: fc.constantFrom("wbxml" as const, "xml" as const),
  }),
  { minLength: 1, maxLength: 12 },
);
export type Turn =
  typeof turns extends fc.Arbitrary<infer List> ? (List extends readonly (infer One)[] ? One : never) : never;

export const anyScenario = fc.record({
  scheme: fc.constantFrom("none" as const, "basic" as const, "md5" as const),
  serverScheme: fc.constantFrom("none" as const, "basic" as const, "md5" as const),
  sessionTrust: fc.boolean(),
  isKnown: fc.integer({ min: 0, max: 9 }).map((dice) => dice > 0),
  plans,
  turns,
  limits: fc.record({
    messagesMax: fc.constantFrom(3, 1_000),
    idleMessagesMax: fc.constantFrom(1, 20),
    commandsPerMessageMax: fc.constantFrom(1, 7, 500),
    alertsPerMessageMax: fc.constantFrom(1, 100),
    replyOctetsMax: fc.constantFrom(2_000, 65_536),
    maxObjSize: fc.constantFrom(60, 5_242_880),
    nodesPerPackageMax: fc.constantFrom(2, 10_000),
  }),
});
export type Scenario = typeof anyScenario extends fc.Arbitrary<infer One> ? One : never;

export interface Played {
  readonly outputs: readonly StepOutput[];
  readonly messages: readonly SyncmlMessage[];
  readonly limits: SessionLimits;
}

/** Plays a scenario from its beginning, with runs of its own. */
export function play(scenario: Scenario): Played {
  const limits = { ...TEST_LIMITS, ...scenario.limits };
  const runs = scenario.plans.map(
    (steps, at) => new PlannedRun(`00000000-0000-7000-8000-${String(at).padStart(12, "0")}`, steps),
  );
  const outputs: StepOutput[] = [];
  const messages: SyncmlMessage[] = [];
  let state: SessionState | null = null;
  let nonceCurrent: Uint8Array = CURRENT;
  let heard: SyncmlMessage | null = null;
  let parts: Uint8Array[] = [];
  let abandoned: readonly OutstandingCommands[] = [];
  for (const [at, turn] of scenario.turns.entries()) {
    if (turn.startsAnew) abandoned = leftBy(state, abandoned);
    if (turn.startsAnew) state = null;
    const message = messageOf(turn, heard, nonceCurrent);
    const output = step({
      state,
      abandoned,
      message,
      ...(wantsParts(state, message) && { parts: Buffer.concat(parts) }),
      problems: problemsOf(turn),
      encoding: turn.encoding,
      work: runs,
      credentials: scenario.isKnown ? credentials(scenario, nonceCurrent) : null,
      nonces: {
        client: Buffer.from(`fresh-nonce-${String(at).padStart(4, "0")}`),
        challenge: Buffer.from("challenge-nonce0"),
      },
      limits,
      server: { uri: "https://dm.carrier.example/dm", respUri: "https://dm.carrier.example/dm?s=token" },
    });
    outputs.push(output);
    messages.push(message);
    for (const effect of output.effects) {
      if (effect.kind === "client_nonce") nonceCurrent = effect.nonce;
      // What a session left behind is kept until a session has accounted for it.
      if (effect.kind === "session_started") abandoned = [];
      // Whoever fails to prove itself ends the talk and changes nothing that is stored.
      if (effect.kind === "session_over" && effect.outcome === "authentication_failed")
        abandoned = leftBy(state, abandoned);
      if (effect.kind === "part") parts = [...parts.slice(0, effect.n), effect.octets];
      if (effect.kind === "parts_over" || effect.kind === "session_over") parts = [];
    }
    // What is stored is JSON, and what comes back is what is stored.
    state = output.state && (JSON.parse(JSON.stringify(output.state)) as SessionState);
    heard = decodeMessage(encodeMessage(output.reply, turn.encoding), turn.encoding).message;
  }
  return { outputs, messages, limits };
}

/** What an ended session leaves unanswered, or what one before it has left. */
function leftBy(state: SessionState | null, before: readonly OutstandingCommands[]): readonly OutstandingCommands[] {
  return state && state.trust !== "open" ? state.outstanding : before;
}

function problemsOf(turn: Turn): readonly Problem[] {
  return turn.problem === 0 ? [{ code: "too_many_commands", cmdId: "0", detail: "" }] : [];
}

function credentials({ scheme, serverScheme, sessionTrust }: Scenario, nonceCurrent: Uint8Array): DeviceCredentials {
  return {
    client: {
      scheme,
      name: "line-7781",
      secret: SECRET,
      nonceCurrent,
      noncePrevious: null,
      challengeNonces: [Buffer.from("challenge-nonce0")],
      acceptPreviousNonce: true,
      acceptEmptyNonce: false,
      sessionTrust,
    },
    server: { scheme: serverScheme, name: "carrier-dm", secret: SECRET, nonce: null },
  };
}

function messageOf(turn: Turn, heard: SyncmlMessage | null, nonceCurrent: Uint8Array): SyncmlMessage {
  const { cred: own, ...header } = turn.header;
  const nonce = turn.cred === "heard" ? Buffer.from("challenge-nonce0") : nonceCurrent;
  const proof = { type: "syncml:auth-md5", format: "b64", data: md5Digest(CREDENTIAL, nonce) };
  const cred = turn.cred === "own" ? own : turn.cred === "none" ? undefined : proof;
  const part = turn.part ? [partCommand(turn.part, turn, heard)] : [];
  const commands = [...answersTo(turn, heard), ...turn.others, ...part].map((command, at) => ({
    ...command,
    cmdId: String(at + 1),
  }));
  return { header: { ...header, ...turn.version, ...(cred && { cred }) }, commands, final: turn.final };
}

function partCommand({ of, cmdRef, data, size, isLast }: Part, turn: Turn, heard: SyncmlMessage | null): Command {
  const meta = size === undefined ? {} : { meta: { size } };
  const item = { source: { locUri: "./DevInfo/Ext/P" }, ...meta, data, ...(!isLast && { moreData: true as const }) };
  if (of === "Replace") return { name: "Replace", cmdId: "", items: [item] };
  if (of === "Alert") return { name: "Alert", cmdId: "", data: "1226", items: [item] };
  const msgRef = String(Number(heard?.header.msgId ?? 1) - turn.msgRefOff);
  return { name: "Results", cmdId: "", msgRef, cmdRef, items: [item] };
}

function answersTo(turn: Turn, heard: SyncmlMessage | null): Command[] {
  if (!heard) return [];
  const msgRef = String(Number(heard.header.msgId) + turn.msgRefOff);
  const base = { cmdId: "", msgRef, targetRefs: [], sourceRefs: [], items: [] };
  const sent = heard.commands.filter((command) => command.name !== "Status");
  const inner = sent.flatMap((command) => ("commands" in command ? command.commands : []));
  const isPart = (command: Command): boolean => "items" in command && command.items.some((item) => item.moreData);
  const parts = new Set(sent.filter(isPart).map((command) => command.cmdId));
  const asked = [{ cmdId: "0", name: "SyncHdr" }, ...sent, ...inner];
  return asked.flatMap(({ cmdId: cmdRef, name: cmd }, at): Command[] => {
    const given = turn.statuses[at];
    if (given === undefined || given === null) return [];
    // Most devices know what a part is.
    const data = given === 200 && turn.withResults && parts.has(cmdRef) ? 213 : given;
    const chal = { type: "syncml:auth-md5", format: "b64", nextNonce: "bm9uY2U=" };
    const hasChal = cmd === "SyncHdr" && turn.givesNonce;
    const items = cmd === "Alert" ? [{ data: "2" }] : [];
    const status: Command = { ...base, name: "Status", cmdRef, cmd, data, items, ...(hasChal && { chal }) };
    if (cmd !== "Get" || !turn.withResults) return [status];
    return [status, { ...base, name: "Results", cmdRef, items: [{ source: { locUri: "./A" }, data: "v" }] }];
  });
}
