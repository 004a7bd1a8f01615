import { parseArgs } from "node:util";
import { createClient, ProblemError, TokenRefused } from "../clients/typescript";
import { readConnection } from "./dmwsi/connection";
import { devicesList, devicesShow } from "./dmwsi/devices";
import { operationsList, operationsShow, operationsStart, operationsWatch } from "./dmwsi/operations";
import type { Subcommand } from "./dmwsi/subcommand";
import { tasksList, tasksShow } from "./dmwsi/tasks";
import { isUsageError, UsageError } from "./usage-error";

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
  return subcommand.run({
    dmwsi: createClient(readConnection(flag("config"), process.env)),
    words,
    flag,
    isSet: (one) => given[one] === true,
    flags: (one) => (Array.isArray(given[one]) ? given[one] : []),
    print: (value, forPeople) => console.log(given["json"] === true ? JSON.stringify(value) : forPeople),
    say: (line) => console.error(line),
  });
}

/** Exit codes as the usage says. */
async function main(args: readonly string[]): Promise<number> {
  if (args.join("").trim() === "") {
    process.stderr.write(USAGE);
    return 2;
  }
  try {
    return await run(args);
  } catch (error) {
    if (isUsageError(error)) {
      console.error(`dmwsi: ${error.message}`);
      return 2;
    }
    // `fetch failed` says nothing; its cause does.
    const { message, cause } = error instanceof Error ? error : new Error(String(error));
    const isExpected = error instanceof ProblemError || error instanceof TokenRefused || error instanceof TypeError;
    if (!isExpected) throw error;
    console.error(`dmwsi: ${cause instanceof Error ? `${message}: ${cause.message}` : message}`);
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
