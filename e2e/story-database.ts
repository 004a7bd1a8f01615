import { readFileSync } from "node:fs";
import { join } from "node:path";
import postgres, { type Sql } from "postgres";
import { e2eSettings } from "./settings";

/** The database of the stories' server, for what no clock of a story can wait for. */
export async function inStoryDatabase(run: (sql: Sql) => Promise<unknown>): Promise<void> {
  const { DATA_DIR } = e2eSettings.env;
  const password = readFileSync(join(DATA_DIR, "postgres.password"), "utf8").trim();
  const port = Number(readFileSync(join(DATA_DIR, "postgres", "postmaster.pid"), "utf8").split("\n")[3]);
  const sql = postgres({ host: "127.0.0.1", port, user: "dmwsi", database: "dmwsi", password, max: 1 });
  try {
    await run(sql);
  } finally {
    await sql.end();
  }
}
