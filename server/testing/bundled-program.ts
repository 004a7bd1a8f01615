import { basename } from "node:path";
import { bundle } from "../../commands/build.mjs";

const made = new Map<string, Promise<string>>();

/**
 * A program of ours (its source, below the root) as one file for Node; the path, below the root too. What compiles itself
 * at each start takes many times the CPU, and most of what a test that starts one takes.
 */
export function bundledProgram(entry: string): Promise<string> {
  const known = made.get(entry);
  if (known) return known;
  const making = makeProgram(entry);
  made.set(entry, making);
  return making;
}

async function makeProgram(entry: string): Promise<string> {
  const file = `dist/tested-${basename(entry, ".ts")}.mjs`;
  await bundle(entry, file);
  return file;
}
