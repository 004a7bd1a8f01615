import { parseArgs } from "node:util";
import { createClient, ProblemError, TokenRefused } from "../clients/typescript";
import { readConnection } from "./dmwsi/connection";
import { devicesList, devicesShow } from "./dmwsi/devices";
import { operationsList, operationsShow, operationsStart, operationsWatch } from "./dmwsi/operations";
import type { Call, Subcommand } from "./dmwsi/subcommand";
import { tasksList, tasksShow } from "./dmwsi/tasks";
import { asksForHelp, isUsageError, UsageError } from "./usage-error";

const SUBCOMMANDS: Readonly<Record<string, Subcommand>> = {
  "devices list": devicesList,
  "devices show": devicesShow,
  "operations list": operationsList,
  "operations show": operationsShow,
  "operations start": operationsStart,
  "operations watch": operationsWatch,
  "tasks list": tasksList,
  "tasks show": tasksShow,
};

const USAGE = `The public API from the command line.

${Object.values(SUBCOMMANDS)
  .map(({ usage, about }) => `  npm run -s dmwsi -- ${usage}\n      ${about}`)
  .join("\n")}

  --json         the result as one JSON value on standard output
  --config FILE  where the API is and with what to sign in, as quickstart writes it (.data/quickstart.json);
                 or DMWSI_API_URL, DMWSI_CLIENT_ID and DMWSI_CLIENT_SECRET in the environment

Results go to standard output, progress and errors to standard error.
Exit codes: 0 done, 1 the API said no or is not there, 2 the command is wrong, 3 not every task succeeded, 4 not ended in time.
`;

/** The API did not answer; the message says where it was looked for, and why it was not found. */
class Unreachable extends Error {}

const COMMON = { json: { type: "boolean" }, config: { type: "string" } } as const;

async function run([noun = "", verb = "", ...rest]: readonly string[]): Promise<number> {
  const name = `${noun} ${verb}`;
  const subcommand = Object.hasOwn(SUBCOMMANDS, name) ? SUBCOMMANDS[name] : undefined;
  if (subcommand === undefined) throw new UsageError(`There is no ${name.trim()}.\n\n${USAGE}`);
  const options = { ...subcommand.options, ...COMMON };
  const { values, positionals: words } = parseArgs({ args: rest, allowPositionals: true, options });
  const given = values as Readonly<Record<string, string | boolean | string[] | undefined>>;
  if (words.length !== subcommand.words) throw new UsageError(`Write: dmwsi ${subcommand.usage}`);
  const flag = (one: string): string | undefined => (typeof given[one] === "string" ? given[one] : undefined);
  const connection = readConnection(flag("config"), process.env);
  const call: Call = {
    dmwsi: createClient(connection),
    words,
    flag,
    isSet: (one) => given[one] === true,
    flags: (one) => (Array.isArray(given[one]) ? given[one] : []),
    print: (value, forPeople) => {
      if (given["json"] === true) console.log(JSON.stringify(value));
      else if (forPeople === "") console.error("There is nothing to show.");
      else console.log(forPeople);
    },
    say: (line) => console.error(line),
  };
  return subcommand.run(call).catch((error: unknown) => {
    // What fetch throws says neither where it went nor, but for its cause, why it did not get there.
    if (!(error instanceof TypeError)) throw error;
    const why = error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
    throw new Unreachable(`${why}. Is ${connection.apiUrl} the address of the API, and does the server run?`);
  });
}

/** Exit codes as the usage says. */
async function main(args: readonly string[]): Promise<number> {
  if (args.join("").trim() === "") {
    process.stderr.write(USAGE);
    return 2;
  }
  if (asksForHelp(args)) {
    process.stdout.write(USAGE);
    return 0;
  }
  try {
    return await run(args);
  } catch (error) {
    if (isUsageError(error)) {
      console.error(`dmwsi: ${error.message}`);
      return 2;
    }
    const isExpected = error instanceof ProblemError || error instanceof TokenRefused || error instanceof Unreachable;
    if (!isExpected) throw error;
    console.error(`dmwsi: ${error.message}`);
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
