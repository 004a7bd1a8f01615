import { DecodeError } from "../server/oma-dm/decode-error";
import { RecordedSessionError } from "../server/services/device-sessions/recorded-session";
import { decode } from "./dm/decode";
import { encode } from "./dm/encode";
import { replay } from "./dm/replay";
import { ReplayDiffers, type Subcommand } from "./dm/subcommand";
import { trace } from "./dm/trace";
import { asksForHelp, isUsageError } from "./usage-error";

const SUBCOMMANDS: Readonly<Record<string, Subcommand>> = { decode, encode, trace, replay };

const USAGE = `Looks into OMA DM messages.

${Object.entries(SUBCOMMANDS)
  .map(([name, { usage, about }]) => `  npm run -s dm -- ${`${name} ${usage}`.padEnd(28)} ${about}`)
  .join("\n")}
`;

/** Exit codes: 0 done, 1 the input is wrong, 2 the command is wrong. */
async function main([name, ...flags]: readonly string[]): Promise<number> {
  const subcommand = name !== undefined && Object.hasOwn(SUBCOMMANDS, name) ? SUBCOMMANDS[name] : undefined;
  if (asksForHelp([name ?? "", ...flags])) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (subcommand === undefined) {
    process.stderr.write(name ? `dm: There is no ${name}.\n\n${USAGE}` : USAGE);
    return 2;
  }
  try {
    await subcommand.run(flags);
    return 0;
  } catch (error) {
    const inputIsWrong =
      error instanceof DecodeError || error instanceof RecordedSessionError || error instanceof ReplayDiffers;
    if (!inputIsWrong && !isUsageError(error)) throw error;
    process.stderr.write(`dm ${name}: ${error.message}\n`);
    return inputIsWrong ? 1 : 2;
  }
}

process.exitCode = await main(process.argv.slice(2));
