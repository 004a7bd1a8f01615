import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyScenario, type Played } from "../testing/random-session";
import { checkAnsweredOnce, checkSameOutput, checkSoundReplies, checkUnprovenIsInert } from "../testing/session-rules";

/** What the scenarios must meet, or they prove nothing: each of these at least so many times. */
const SOMETIMES_MIN = 5;
const SOMETIMES = [
  ...["completed", "aborted_by_device", "aborted_by_server", "authentication_failed", "server_refused"],
  ...["version_refused", "alert", "alert taken", "nodes", "lost", "sent", "status 0", "status 413", "held", "done"],
  ...["server_nonce", "client_nonce", "device_info", "next message", "sent again after refusal"],
  ...["part", "parts_over", "object joined", "object refused", "object broken off", "status 424"],
  ...["part sent", "last part sent", "group sent", "group answered", "said", "nodes in advance", "by server"],
];

function meetings({ outputs }: Played): string[] {
  return outputs.flatMap(({ effects, state, reply }, at) => [
    ...effects.map((effect) => (effect.kind === "session_over" ? effect.outcome : effect.kind)),
    ...effects.flatMap((effect) => {
      if (effect.kind === "alert" && effect.task) return ["alert taken"];
      if (effect.kind !== "task") return [];
      const answers = effect.answers.flatMap((answer) => {
        if (answer.kind === "nodes") return ["nodes in advance"];
        if (answer.kind !== "status") return [answer.kind];
        const [said, by] = [answer.said ? ["said"] : [], answer.by ? ["by server"] : []];
        return [`status ${answer.status}`, ...said, ...by];
      });
      return effect.sent ? [...answers, "sent"] : answers;
    }),
    ...(state?.outstanding.some((entry) => entry.held) ? ["held"] : []),
    ...(state?.outstanding.some((entry) => entry.done) ? ["done"] : []),
    ...(reply.final ? [] : ["next message"]),
    ...(state?.object?.refused !== undefined ? ["object refused"] : []),
    ...(outputs[at - 1]?.state?.object && !state?.object && effects.some(({ kind }) => kind === "parts_over")
      ? ["object joined"]
      : []),
    ...(reply.commands.some((command) => command.name === "Alert" && command.data === "1225")
      ? ["object broken off"]
      : []),
    ...(state?.outstanding.some((entry) => entry.part) ? ["part sent"] : []),
    ...(outputs[at - 1]?.state?.outstanding[0]?.part && state?.outstanding.length === 1 && !state.outstanding[0]?.part
      ? ["last part sent"]
      : []),
    ...(state?.outstanding.some((entry) => entry.group) ? ["group sent"] : []),
    ...(outputs[at - 1]?.state?.outstanding.some((entry) => entry.group) &&
    effects.some((effect) => effect.kind === "task" && effect.answers.length > 1)
      ? ["group answered"]
      : []),
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
        for (const name of meetings(checkSoundReplies(scenario))) met.set(name, (met.get(name) ?? 0) + 1);
      }),
      { numRuns: 3_000 },
    );
    const rare = SOMETIMES.filter((name) => (met.get(name) ?? 0) < SOMETIMES_MIN);
    expect(rare, "the scenarios are too tame").toEqual([]);
  }, 120_000);

  test.each([
    ["no command is answered twice", checkAnsweredOnce, 1_500],
    ["a device that has not proven itself moves no task and hears no command", checkUnprovenIsInert, 1_500],
    ["the same input gives the same output", checkSameOutput, 500],
  ])(
    "%s",
    (_sentence, check, numRuns) => {
      fc.assert(fc.property(anyScenario, check), { numRuns });
    },
    120_000,
  );
});
