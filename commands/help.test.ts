import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";

// Each run starts a process that compiles what it needs.
vi.setConfig({ testTimeout: 60_000 });

const ROOT = join(import.meta.dirname, "..");

function run(command: string, ...args: readonly string[]) {
  const flags = command.endsWith(".mjs") ? [] : ["--import", "tsx"];
  return spawnSync(process.execPath, [...flags, `commands/${command}`, ...args], { cwd: ROOT, encoding: "utf8" });
}

describe("a command that is asked for --help", () => {
  it.each([
    ["dmwsi.ts", ["devices", "list", "--help"]],
    ["dm.ts", ["--help"]],
    ["quickstart.mjs", ["--help"]],
  ])("%s %j says what it can do, does nothing, and ends well", (command, args) => {
    const { status, stdout, stderr } = run(command, ...args);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^ {2}npm run /m);
  });
});
