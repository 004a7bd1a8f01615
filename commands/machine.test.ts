import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkFolder, checkNode, npmReason } from "./machine.mjs";

describe("before anything is done", () => {
  it.each(["18.20.8", "20.18.3", "4.9.1"])("Node %s is refused in a line that says what to install", (version) => {
    expect(() => checkNode(version)).toThrow(`Node ${version} is too old: install Node 20.19 or newer.`);
  });

  it.each(["20.19.0", "22.1.0", "24.0.0"])("Node %s is taken", (version) => {
    expect(() => checkNode(version)).not.toThrow();
  });

  it("nothing is used that an old Node lacks, or it could not say that it is too old", () => {
    for (const file of readdirSync(import.meta.dirname).filter((name) => name.endsWith(".mjs"))) {
      expect(readFileSync(join(import.meta.dirname, file), "utf8"), file).not.toMatch(
        /import\.meta\.(dirname|filename)/,
      );
    }
  });

  it("a folder that is not there is refused in a line that says what to do", () => {
    expect(() => checkFolder("/nowhere/at/all")).toThrow(
      "/nowhere/at/all cannot be written by this account: use a copy of your own, or run as its owner.",
    );
  });
});

describe("why npm failed", () => {
  it.each([
    [
      `npm error code EACCES
npm error syscall rename
npm error path /w/node_modules/zod
npm error dest /w/node_modules/.zod-1
npm error errno -13
npm error Error: EACCES: permission denied, rename '/w/node_modules/zod' -> '/w/node_modules/.zod-1'
npm error     at async Object.rename (node:internal/fs/promises:782:10)
npm error A complete log of this run can be found in: /h/.npm/_logs/1-debug-0.log
`,
      "Error: EACCES: permission denied, rename '/w/node_modules/zod' -> '/w/node_modules/.zod-1'",
    ],
    ["npm error code EUSAGE\nnpm error\nnpm error `npm ci` can only install with\n", "`npm ci` can only install with"],
    ["spawn npm ENOENT\n", "spawn npm ENOENT"],
  ])("is told in its own words: %#", (output, reason) => expect(npmReason(output)).toBe(reason));
});
