import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");
const RUN_MS_MAX = 45_000;

/** The fenced blocks of a document in one language, in order. */
export function snippets(document: string, language: "sh" | "ts" | "typescript" | "console"): string[] {
  const text = readFileSync(join(ROOT, document), "utf8");
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter(([, name]) => name === language)
    .map(([, , block = ""]) => block);
}

/** Runs a program in the project's folder. */
export function run(file: string, args: readonly string[], env: NodeJS.ProcessEnv, input = "") {
  const { status, stdout, stderr } = spawnSync(file, args, {
    cwd: ROOT,
    env,
    input,
    encoding: "utf8",
    timeout: RUN_MS_MAX,
  });
  return { status, stdout, stderr };
}

/** Runs the first operation of docs/integrating.md as it stands there, with the generated client. */
export function runFirstOperation(env: NodeJS.ProcessEnv) {
  const folder = mkdtempSync(join(tmpdir(), "dmwsi-snippets-"));
  try {
    const file = join(folder, "first.mts");
    const [first = ""] = snippets("docs/integrating.md", "typescript");
    const client = JSON.stringify(join(ROOT, "clients/typescript/index.ts"));
    writeFileSync(file, first.replace('"./clients/typescript"', client));
    return run(process.execPath, ["--import", "tsx", file], env);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
