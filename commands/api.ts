import { writeFileSync } from "node:fs";
import { apiFiles, staleApiFiles } from "./api/api-files";

/**
 * `npm run api`: writes what is made of the API's routes. With `--check` it writes nothing and says what is not up to
 * date. Exit codes: 0 done, 1 something is not up to date.
 */
const files = await apiFiles();
if (process.argv.includes("--check")) {
  const stale = staleApiFiles(files);
  for (const name of stale) console.error(`${name} is not what the routes say: npm run api`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const { name, path, text } of files) {
    writeFileSync(path, text);
    console.log(name);
  }
}
