import assert from "node:assert";
import type { SessionLimits, StepOutput } from "../session";
import type { Command, SyncmlMessage } from "../syncml";
import { decodeMessage, encodeMessage } from "./codec";
import { type Played, play, type Scenario, type Turn } from "./random-session";

/** What holds in any session whatever the device says. Each plays the scenario and throws AssertionError where it does not. */

/** Nothing throws; each command is answered once; replies parse and fit; the state stays below 1 KB. */
export function checkSoundReplies(scenario: Scenario): Played {
  const played = play(scenario);
  for (const [at, turn] of scenario.turns.entries()) {
    const [output, message] = [played.outputs[at], played.messages[at]];
    assert.ok(output && message, "a step is missing");
    checkReply(output, message, turn, played.limits);
    assert.ok(Buffer.byteLength(JSON.stringify(output.state)) < STATE_OCTETS_MAX);
    assert.equal(
      output.effects.some((effect) => effect.kind === "session_over"),
      output.state === null,
    );
  }
  return played;
}

/** No command is answered twice. */
export function checkAnsweredOnce(scenario: Scenario): void {
  const given = new Set<string>();
  for (const { effects } of play(scenario).outputs) {
    for (const effect of effects) {
      if (effect.kind !== "task") continue;
      for (const answer of effect.answers) {
        if (answer.kind !== "status" && answer.kind !== "lost") continue;
        const name = `${effect.task} ${answer.step} ${answer.index}`;
        assert.ok(!given.has(name), `answered twice: ${name}`);
        given.add(name);
      }
    }
  }
}

/** A device that has not proven itself moves no task and hears no command. */
export function checkUnprovenIsInert(scenario: Scenario): void {
  for (const { effects, reply } of play({ ...scenario, scheme: "md5", sessionTrust: false }).outputs) {
    if (effects.some((effect) => effect.kind === "authenticated")) continue;
    assert.ok(reply.commands.every((command) => command.name === "Status"));
    assert.equal(reply.header.cred, undefined);
    const kinds = effects.map((effect) => effect.kind);
    assert.deepEqual(
      kinds.filter((kind) => kind !== "authentication_failed" && kind !== "session_over"),
      [],
    );
  }
}

/** The same input gives the same output. */
export function checkSameOutput(scenario: Scenario): void {
  assert.deepEqual(play(scenario).outputs, play(scenario).outputs);
}

const STATE_OCTETS_MAX = 1_024;

function checkReply({ reply, state }: StepOutput, message: SyncmlMessage, turn: Turn, limits: SessionLimits): void {
  const octets = encodeMessage(reply, turn.encoding);
  const { message: read, problems } = decodeMessage(octets, turn.encoding);
  assert.deepEqual(problems, []);
  assert.equal(read.commands.length, reply.commands.length);
  const statuses = reply.commands.filter((command) => command.name === "Status");
  const forResults = statuses.filter((status) => status.cmd === "Results");
  assert.equal(statuses.length - forResults.length, 1 + countCommands(message.commands));
  assert.deepEqual(reply.commands.slice(0, statuses.length), statuses);
  assert.deepEqual(
    reply.commands.map(({ cmdId }) => cmdId),
    reply.commands.map((_, at) => String(at + 1)),
  );
  assert.equal(reply.header.respUri === undefined, state === null);
  const asksForMore = reply.commands.some((command) => command.name === "Alert" && command.data === "1222");
  const sent = reply.commands.slice(statuses.length).filter((command) => !isOfTalk(command));
  assert.equal(reply.final, !asksForMore && !sent.some(isPart));
  if (sent.some(isPart)) assert.equal(sent.length, 1, "a part of an object goes alone");
  assert.ok(countCommands(sent) <= limits.commandsPerMessageMax);
  if (sent.length === 0) return;
  // Commands go out only when none of an earlier message is unanswered.
  assert.ok(state?.outstanding.every((entry) => entry.msgId === state.serverMsgId) ?? true);
  assert.ok(octets.length <= Math.min(limits.replyOctetsMax, state?.deviceMaxMsgSize || limits.replyOctetsMax));
}

/** Alerts that keep the talk going. Those to the user are commands. */
function isOfTalk(command: Command): boolean {
  return command.name === "Alert" && command.data >= "1200";
}

function isPart(command: Command): boolean {
  return "items" in command && command.items.some((item) => item.moreData === true);
}

function countCommands(commands: readonly Command[]): number {
  return commands.reduce((sum, command) => {
    if (command.name === "Status" || command.name === "Results") return sum;
    return sum + 1 + ("commands" in command ? countCommands(command.commands) : 0);
  }, 0);
}
