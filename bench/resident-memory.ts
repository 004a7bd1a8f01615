import { readFileSync } from "node:fs";

const LOOK_MS = 20;

/** What a process has in memory, in MB of 1,048,576 octets. */
export function residentMb(pid: number): number {
  const [, kib = "0"] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kib) / 1_024;
}

/** The most that a process's memory came to while something was done, in the same unit. */
export async function peakWhile(pid: number, work: () => Promise<unknown>): Promise<number> {
  let peak = residentMb(pid);
  const watch = setInterval(() => {
    peak = Math.max(peak, residentMb(pid));
  }, LOOK_MS);
  try {
    await work();
  } finally {
    clearInterval(watch);
  }
  return peak;
}
