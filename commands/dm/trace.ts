import { parseArgs } from "node:util";
import { DecodeError } from "../../server/oma-dm/decode-error";
import { readMessage } from "../../server/oma-dm/syncml";
import {
  RECORDED_SESSION_OCTETS_MAX,
  type ReadRecordedMessage,
  type RecordedFacts,
  RecordedSessionError,
  readRecordedSession,
} from "../../server/services/device-sessions/recorded-session";
import { SessionSecrets } from "../../server/services/device-sessions/session-secrets";
import { encodingOf } from "../../server/services/device-sessions/wire";
import { messageLines } from "./message-lines";
import { printable } from "./printable";
import { readInput, writeOutput } from "./standard-streams";
import type { Subcommand } from "./subcommand";

/** A message that cannot be read is told in its place, all others are shown, and the end says which it was. */
export const trace: Subcommand = {
  about: "a recorded session (docs/operating.md) to its messages in words, secrets masked",
  usage: "< session.jsonl",
  async run(flags) {
    parseArgs({ args: [...flags] });
    const { facts, messages } = readRecordedSession(await readInput(RECORDED_SESSION_OCTETS_MAX));
    if (facts) await writeOutput(`${printable(factsLine(facts))}\n\n`);
    // Whether messages are missing is not known.
    const secrets = await SessionSecrets.of(messages, false);
    let unreadable: RecordedSessionError | null = null;
    for (const [index, message] of messages.entries()) {
      const { lines, problem } = bodyLines(message.body, secrets);
      if (problem) unreadable ??= new RecordedSessionError(message, `body: ${problem}`);
      await writeOutput(`${[headLine(index + 1, message), ...lines].map(printable).join("\n")}\n\n`);
    }
    if (unreadable) throw unreadable;
  },
};

function factsLine({ id, devId, startedAt, endedAt, outcome }: RecordedFacts): string {
  const times = [startedAt && `from ${startedAt}`, endedAt && `to ${endedAt}`];
  return ["Session", id, devId && `of ${devId}`, ...times, outcome && `(${outcome})`].filter(Boolean).join(" ");
}

function headLine(number: number, { at, direction, contentType, body }: ReadRecordedMessage): string {
  const way = direction === "device" ? "device -> server" : "server -> device";
  const encoding = body.length === 0 ? [] : [encodingOf(body).toUpperCase()];
  return [`#${number}`, at, way, ...encoding, `${body.length} octets`, ...(contentType ? [contentType] : [])].join(
    "  ",
  );
}

function bodyLines(
  body: Uint8Array,
  secrets: SessionSecrets,
): { readonly lines: readonly string[]; readonly problem: string | null } {
  // An answer without a body is an answer too.
  if (body.length === 0) return { lines: ["    no body"], problem: null };
  try {
    return { lines: messageLines(readMessage(secrets.masked(body))), problem: null };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { lines: [`    ! ${error.message}`], problem: error.message };
  }
}
