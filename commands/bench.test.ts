import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";

// Each run starts a process that compiles what it needs.
vi.setConfig({ testTimeout: 60_000 });

const ROOT = join(import.meta.dirname, "..");

describe("npm run bench", () => {
  it.each([[[]], [["nonsense"]], [["constructor"]], [["codec", "--devices", "0"]], [["codec", "--nonsense"]]])(
    "%j: measures nothing, says what there is, and ends with 2",
    (flags) => {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        ["--import", "tsx", "commands/bench.ts", ...flags],
        { cwd: ROOT },
      );
      expect(status).toBe(2);
      expect(stdout.toString()).toBe("");
      expect(stderr.toString()).toContain("npm run bench -- NAME [--json] [--devices N] [--report FILE]");
    },
  );
});
