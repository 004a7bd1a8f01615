import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { deriveAuthSecret, loadMasterKey } from "./master-key";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dmwsi-key-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("loadMasterKey", () => {
  test("makes a key once, readable by its owner only, and gives the same one ever after", () => {
    const path = join(folder, "deep", "master.key");
    const made = loadMasterKey({ kind: "file", path, mayBeMade: true });
    expect(made).toHaveLength(32);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(loadMasterKey({ kind: "file", path, mayBeMade: true })).toEqual(made);
  });

  test("never makes a key where none may be made: data sealed under another would be lost", () => {
    const path = join(folder, "master.key");
    expect(() => loadMasterKey({ kind: "file", path, mayBeMade: false })).toThrow(/^There is no master key: [^\n]*$/);
  });

  test("refuses a file that holds anything else", () => {
    const path = join(folder, "master.key");
    for (const text of ["", "key", Buffer.alloc(31).toString("base64"), Buffer.alloc(33).toString("base64")]) {
      writeFileSync(path, text);
      expect(() => loadMasterKey({ kind: "file", path, mayBeMade: true })).toThrow(/does not hold 32 octets/);
    }
  });
});

test("the cookie secret follows from the master key and does not show it", () => {
  const key = Buffer.alloc(32, 7);
  expect(deriveAuthSecret(key)).toBe(deriveAuthSecret(key));
  expect(deriveAuthSecret(key)).not.toBe(deriveAuthSecret(Buffer.alloc(32, 8)));
  expect(Buffer.from(deriveAuthSecret(key), "base64url")).not.toEqual(key);
});
