import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { CallContext } from "../services/use-case";
import { asAnotherAccount } from "../testing/as-another-account";
import { writeQuickstartFile } from "./accounts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dmwsi-accounts-"));
  chmodSync(folder, 0o777);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("a file of another account is one line that says what to do, before any account is made", async () => {
  const file = join(folder, "quickstart.json");
  writeFileSync(file, "{}", { mode: 0o000 });
  const urls = { consoleUrl: "", apiUrl: "", deviceUrl: "", metricsUrl: "" };
  // Whoever asked it for the database would fail in other words.
  const untouched = {} as CallContext;
  await expect(asAnotherAccount(() => writeQuickstartFile(untouched, file, urls))).rejects.toThrow(
    /quickstart\.json cannot be read \(EACCES.*\): remove it, or set DATA_DIR\.$/,
  );
});
