import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { apiFiles, staleApiFiles } from "./api/api-files";
import { readOrTell } from "./usage-error";

const USAGE = `Writes what is made of the API's routes: docs/openapi.json and the types of the TypeScript client.

  npm run api [-- --check]

  --check  writes nothing, and says what is not up to date

Exit codes: 0 done, 1 something is not up to date, 2 the command is wrong.
`;

const args = process.argv.slice(2);
const order = readOrTell(args, USAGE, () => parseArgs({ args, options: { check: { type: "boolean" } } }).values);
if (order !== undefined) {
  const files = await apiFiles();
  if (order.check) {
    const stale = staleApiFiles(files);
    for (const name of stale) console.error(`${name} is not what the routes say: npm run api`);
    process.exitCode = stale.length > 0 ? 1 : 0;
  } else {
    for (const { name, path, text } of files) {
      writeFileSync(path, text);
      console.log(name);
    }
  }
}
