import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");
const RUN_MS_MAX = 110_000;

/** The fenced blocks of a document in one language, in order. */
export function snippets(document: string, language: "sh" | "ts" | "typescript" | "console"): string[] {
  const text = readFileSync(join(ROOT, document), "utf8");
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter(([, name]) => name === language)
    .map(([, , block = ""]) => block);
}

/** Runs a program, in the project's folder when no other is given. */
export function run(file: string, args: readonly string[], env: NodeJS.ProcessEnv, input = "", cwd = ROOT) {
  const { status, stdout, stderr } = spawnSync(file, args, {
    cwd,
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

/** What the client needs, as `npm install openapi-fetch` brings it. */
const INSTALLED = ["openapi-fetch", "openapi-typescript-helpers"];

/**
 * Runs the first webhook of docs/integrating.md as it stands there, in an empty folder with nothing but what the guide
 * says: the generated client, what it needs, and a file with an account. `config` is what is in that file.
 */
export function runFirstWebhook(config: unknown, env: NodeJS.ProcessEnv) {
  const folder = mkdtempSync(join(tmpdir(), "dmwsi-stranger-"));
  try {
    cpSync(join(ROOT, "clients/typescript"), join(folder, "clients/typescript"), { recursive: true });
    for (const name of INSTALLED) {
      cpSync(join(ROOT, "node_modules", name), join(folder, "node_modules", name), { recursive: true });
    }
    const [, webhook = ""] = snippets("docs/integrating.md", "typescript");
    writeFileSync(join(folder, "webhook.mts"), webhook);
    writeFileSync(join(folder, "config.json"), JSON.stringify(config), { mode: 0o600 });
    const tsx = import.meta.resolve("tsx");
    return run(process.execPath, ["--import", tsx, "webhook.mts"], { ...env, CONFIG: "config.json" }, "", folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
