import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import packageJson from "../package.json" with { type: "json" };

/** What `npm start` tells Node: the server is measured, and the limit line too, as the server is run. */
export const START_FLAGS = packageJson.scripts.start.split(" ").filter((word) => word.startsWith("--"));

/** Starts a file of ours in a process of its own, with the flags that the server is run with; its errors are shown. */
export function start(file: string, parameters: readonly string[], environment: Record<string, string>): ChildProcess {
  const loader = file.endsWith(".ts") ? ["--import", "tsx"] : [];
  return spawn(process.execPath, [...START_FLAGS, ...loader, file, ...parameters], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** What a process says first. Throws when it ends without a line. */
export async function firstLine(child: ChildProcess): Promise<string> {
  let text = "";
  if (!child.stdout) throw new Error("no output");
  for await (const chunk of child.stdout) {
    text += String(chunk);
    if (text.includes("\n")) break;
  }
  if (!text.includes("\n")) throw new Error(`process ended without a line: ${text}`);
  return text.slice(0, text.indexOf("\n"));
}

/** Asks a process to end and waits until it has; it is killed when it takes too long. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 30_000);
  await exited;
  clearTimeout(timer);
}
