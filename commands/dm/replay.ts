import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { readRecordedSession } from "../../server/services/device-sessions/recorded-session";
import { type ReplayDifference, replaySession } from "../../server/services/device-sessions/replay-session";
import { UsageError } from "../usage-error";
import { messageLines } from "./message-lines";
import { printable } from "./printable";
import { writeOutput } from "./standard-streams";
import { ReplayDiffers, type Subcommand } from "./subcommand";

/** The session is run again without network, database and clock; the end says where it first goes another way. */
export const replay: Subcommand = {
  about: "a recorded session run again: are the server's answers the same?",
  usage: "FILE",
  async run(flags) {
    const [file, ...more] = parseArgs({ args: [...flags], allowPositionals: true }).positionals;
    if (file === undefined || more.length > 0) throw new UsageError("name one file: dm replay FILE");
    const { exchanges, difference } = replaySession(readRecordedSession(await octetsOf(file)));
    if (difference) throw new ReplayDiffers(differenceLines(difference).map(printable).join("\n"));
    await writeOutput(`${exchanges} of ${exchanges} answers are the same\n`);
  },
};

async function octetsOf(file: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(file));
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function differenceLines({ exchange, recorded, replayed }: ReplayDifference): readonly string[] {
  const head = `answer ${exchange} (message ${2 * exchange}) differs`;
  if (!replayed) return [`${head}: the session was over before it`];
  const then = messageLines(recorded);
  const now = messageLines(replayed);
  const at = then.findIndex((line, index) => line !== now[index]);
  const place = at < 0 ? then.length : at;
  // Where the words are the same, it is something that they do not tell, such as a long value.
  const [was, is] =
    then[place] === now[place]
      ? [JSON.stringify(recorded.message), JSON.stringify(replayed.message)]
      : [then[place]?.trim(), now[place]?.trim()];
  return [head, `  recorded: ${was ?? "nothing more"}`, `  now:      ${is ?? "nothing more"}`];
}
