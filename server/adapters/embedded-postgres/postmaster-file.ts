import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What a running (or crashed) server wrote about itself into `postmaster.pid`. */
export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

// Lines of the file [PostgreSQL 18 source, src/include/utils/pidfile.h]: 1 pid, 4 port, 8 status.
const PORT_LINE = 3;
const STATUS_LINE = 7;

/** Null when there is no such file or it is not yet fully written. */
export function readPostmasterFile(dataDir: string): PostmasterFile | null {
  let lines: string[];
  try {
    lines = readFileSync(join(dataDir, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return null;
  }
  const pid = Number(lines[0]);
  const port = Number(lines[PORT_LINE]);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return { pid, port: Number.isInteger(port) ? port : 0, ready: lines[STATUS_LINE]?.trim() === "ready" };
}

/** Whether a process of that id exists and is a PostgreSQL server on `dataDir`; ids are given out again. */
export function isPostgresOn(pid: number, dataDir: string): boolean {
  const commandLine = readCommandLine(pid);
  return commandLine.includes("postgres") && commandLine.includes(dataDir);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** A dead process whose parent has not asked for its end still has an id. */
function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat.slice(stat.lastIndexOf(")") + 2).startsWith("Z");
  } catch {
    return false;
  }
}

function readCommandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    const ps = spawnSync("ps", ["-p", String(pid), "-o", "command="], { encoding: "utf8", timeout: 5_000 });
    return ps.stdout ?? "";
  }
}
