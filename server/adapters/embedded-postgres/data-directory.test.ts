import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { asAnotherAccount } from "../../testing/as-another-account";
import { prepareDataDirectory } from "./data-directory";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dmwsi-data-"));
  // Another account may come as far as the data.
  chmodSync(folder, 0o777);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("data of another account are left alone, and the line says what to do", async () => {
  const dataDir = join(folder, "postgres");
  mkdirSync(dataDir);
  writeFileSync(join(dataDir, "PG_VERSION"), "18\n");
  chmodSync(dataDir, 0o000);
  try {
    const start = () => prepareDataDirectory({ initdb: "/nowhere/initdb", postgres: "/nowhere/postgres" }, dataDir);
    await expect(asAnotherAccount(async () => start())).rejects.toThrow(
      /postgres cannot be opened \(EACCES.*\): start as the account that owns it\.$/,
    );
  } finally {
    chmodSync(dataDir, 0o700);
  }
  expect(existsSync(join(dataDir, "PG_VERSION"))).toBe(true);
});
