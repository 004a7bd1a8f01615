import { spawn } from "node:child_process";

/**
 * Stops process `pid` when this process ends in any way, also by SIGKILL: a shell waits on a pipe that only we hold
 * open. POSIX only; elsewhere nothing is tied.
 */
export function tieToUs(pid: number): void {
  if (process.platform === "win32") return;
  const guardian = spawn("sh", ["-c", 'cat >/dev/null; kill -INT "$1" 2>/dev/null', "sh", String(pid)], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  guardian.unref();
  // The pipe alone must not keep us alive either.
  const { stdin } = guardian;
  if ("unref" in stdin && typeof stdin.unref === "function") stdin.unref();
}
