import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "./postmaster-file";

const POLL_MS = 20;
/** Fast shutdown writes a checkpoint; immediate shutdown leaves it to the next start's recovery. */
const STEPS = [
  { signal: "SIGINT", patienceMs: 15_000 },
  { signal: "SIGQUIT", patienceMs: 5_000 },
  { signal: "SIGKILL", patienceMs: 5_000 },
] as const;

/** Stops a PostgreSQL server by its process id: fast, then immediate, then by force. [PostgreSQL 18, 18.5] */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const { signal, patienceMs } of STEPS) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    const deadline = Date.now() + patienceMs;
    while (Date.now() < deadline) {
      if (!isAlive(pid)) return;
      await sleep(POLL_MS);
    }
  }
}
