import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Command, SyncmlMessage } from "../syncml";
import { decodeMessage, encodeMessage } from "../testing";
import { anyScenario, type Played, play, type Turn } from "../testing/random-session";
import type { SessionLimits, StepOutput } from "./contract";

function countCommands(commands: readonly Command[]): number {
  return commands.reduce((sum, command) => {
    if (command.name === "Status" || command.name === "Results") return sum;
    return sum + 1 + ("commands" in command ? countCommands(command.commands) : 0);
  }, 0);
}

function expectSoundReply(
  { reply, state }: StepOutput,
  message: SyncmlMessage,
  turn: Turn,
  limits: SessionLimits,
): void {
  const octets = encodeMessage(reply, turn.encoding);
  const { message: read, problems } = decodeMessage(octets, turn.encoding);
  expect(problems).toEqual([]);
  expect(read.commands.length).toBe(reply.commands.length);
  const statuses = reply.commands.filter((command) => command.name === "Status");
  const forResults = statuses.filter((status) => status.cmd === "Results");
  expect(statuses.length - forResults.length).toBe(1 + countCommands(message.commands));
  expect(reply.commands.slice(0, statuses.length)).toEqual(statuses);
  expect(reply.commands.map(({ cmdId }) => cmdId)).toEqual(reply.commands.map((_, at) => String(at + 1)));
  expect(reply.header.respUri === undefined).toBe(state === null);
  expect(reply.final).toBe(!reply.commands.some((command) => command.name === "Alert" && command.data === "1222"));
  const sent = reply.commands.slice(statuses.length).filter((command) => command.name !== "Alert");
  expect(sent.length).toBeLessThanOrEqual(limits.commandsPerMessageMax);
  const octetsMax = Math.min(limits.replyOctetsMax, state?.deviceMaxMsgSize || limits.replyOctetsMax);
  // Commands go out only when none of an earlier message is unanswered.
  const isOfThisReply = state?.outstanding.every((entry) => entry.msgId === state.serverMsgId) ?? true;
  if (sent.length > 0) expect(isOfThisReply).toBe(true);
  if (sent.length > 0) expect(octets.length).toBeLessThanOrEqual(octetsMax);
}

/** What the scenarios must meet, or they prove nothing: each of these at least so many times. */
const SOMETIMES_MIN = 10;
const SOMETIMES = [
  ...["completed", "aborted_by_device", "aborted_by_server", "authentication_failed", "server_refused"],
  ...["version_refused", "alert", "alert taken", "nodes", "lost", "sent", "status 0", "status 413", "held", "done"],
  ...["server_nonce", "client_nonce", "device_info", "next message", "sent again after refusal"],
];

function meetings({ outputs }: Played): string[] {
  return outputs.flatMap(({ effects, state, reply }, at) => [
    ...effects.map((effect) => (effect.kind === "session_over" ? effect.outcome : effect.kind)),
    ...effects.flatMap((effect) => {
      if (effect.kind === "alert" && effect.task) return ["alert taken"];
      if (effect.kind !== "task") return [];
      const answers = effect.answers.map((answer) =>
        answer.kind === "status" ? `status ${answer.status}` : answer.kind,
      );
      return effect.sent ? [...answers, "sent"] : answers;
    }),
    ...(state?.outstanding.some((entry) => entry.held) ? ["held"] : []),
    ...(state?.outstanding.some((entry) => entry.done) ? ["done"] : []),
    ...(reply.final ? [] : ["next message"]),
    ...(state && state.serverRefusals > (outputs[at - 1]?.state?.serverRefusals ?? 0) && state.outstanding.length > 0
      ? ["sent again after refusal"]
      : []),
  ]);
}

describe("random sequences of messages", () => {
  const met = new Map<string, number>();

  test("nothing throws; each command is answered once; replies parse and fit; the state stays below 1 KB", () => {
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        const played = play(scenario);
        const { outputs, messages, limits } = played;
        for (const name of meetings(played)) met.set(name, (met.get(name) ?? 0) + 1);
        for (const [at, turn] of scenario.turns.entries()) {
          const [output, message] = [outputs[at], messages[at]];
          if (!output || !message) throw new Error("a step is missing");
          expectSoundReply(output, message, turn, limits);
          expect(Buffer.byteLength(JSON.stringify(output.state))).toBeLessThan(1_024);
          expect(output.effects.some((effect) => effect.kind === "session_over")).toBe(output.state === null);
        }
      }),
      { numRuns: 3_000 },
    );
    const rare = SOMETIMES.filter((name) => (met.get(name) ?? 0) < SOMETIMES_MIN);
    expect(rare, "the scenarios are too tame").toEqual([]);
  }, 120_000);

  test("no command is answered twice", () => {
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        const { outputs } = play(scenario);
        const given = new Set<string>();
        for (const { effects } of outputs) {
          for (const effect of effects) {
            if (effect.kind !== "task") continue;
            for (const answer of effect.answers) {
              if (answer.kind !== "status" && answer.kind !== "lost") continue;
              const name = `${effect.task} ${answer.step} ${answer.index}`;
              expect(given.has(name), name).toBe(false);
              given.add(name);
            }
          }
        }
      }),
      { numRuns: 1_500 },
    );
  }, 120_000);

  test("a device that has not proven itself moves no task and hears no command", () => {
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        const { outputs } = play({ ...scenario, scheme: "md5", sessionTrust: false });
        for (const { effects, reply } of outputs) {
          if (effects.some((effect) => effect.kind === "authenticated")) continue;
          expect(reply.commands.every((command) => command.name === "Status")).toBe(true);
          expect(reply.header.cred).toBeUndefined();
          const kinds = new Set(effects.map((effect) => effect.kind));
          expect([...kinds].filter((kind) => kind !== "authentication_failed" && kind !== "session_over")).toEqual([]);
        }
      }),
      { numRuns: 1_500 },
    );
  }, 120_000);

  test("the same input gives the same output", () => {
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        expect(play(scenario).outputs).toEqual(play(scenario).outputs);
      }),
      { numRuns: 500 },
    );
  }, 120_000);
});
