import { spawnSync } from "node:child_process";
import { chownSync, lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { StartProblem } from "../../start-problem";

/**
 * How PostgreSQL is started: it refuses to run as root, and initdb wants an account that has a name.
 * - `direct`: as we are.
 * - `namespace`: in a user namespace where our account is shown as an ordinary one; needs no account and no chown.
 * - `account`: as an ordinary account that owns the data directory; where namespaces are forbidden (many containers).
 */
export type LauncherKind = "direct" | "namespace" | "account";

export interface Launcher {
  readonly kind: LauncherKind;
  /** Put in front of the program and its arguments. */
  readonly prefix: readonly string[];
  /** Owner that the data directory must have; null means our own account. */
  readonly account: { readonly uid: number; readonly gid: number } | null;
}

const PROBE_TIMEOUT_MS = 10_000;
const PREFERRED_IDS = [1000, 65534];

/**
 * Chooses how to start `program` on `dataDir`, which must exist. `only` leaves no choice (tests).
 *
 * Throws StartProblem when no way works.
 */
export function chooseLauncher(program: string, dataDir: string, only?: LauncherKind): Launcher {
  if (only !== "account" && only !== "namespace" && accountIsFit())
    return { kind: "direct", prefix: [], account: null };
  const id = namedOrdinaryId();
  const namespace: Launcher = {
    kind: "namespace",
    prefix: ["unshare", "--user", `--map-user=${id}`, `--map-group=${id}`],
    account: null,
  };
  if (only !== "account" && works(namespace, program, null)) return namespace;
  if (only !== "namespace" && process.getuid?.() === 0) {
    const account: Launcher = { kind: "account", prefix: accountPrefix(id, []), account: { uid: id, gid: id } };
    giveTo(dataDir, account);
    if (works(account, program, dataDir)) return account;
    // A checkout in a folder that only root may enter (/root): keep the one capability that opens folders.
    const entering: Launcher = { ...account, prefix: accountPrefix(id, ["dac_override", "dac_read_search"]) };
    if (works(entering, program, dataDir)) return entering;
  }
  throw new StartProblem(
    `PostgreSQL refuses to run as uid ${process.getuid?.()} here, and neither unshare --user nor setpriv works: run as an ordinary user, or set DATABASE_URL.`,
  );
}

/** Makes the launcher's account the owner of everything in `path`, where it is not yet. */
export function giveTo(path: string, launcher: Launcher): void {
  const uid = launcher.account?.uid ?? process.getuid?.() ?? 0;
  const gid = launcher.account?.gid ?? process.getgid?.() ?? 0;
  if (process.platform === "win32" || statSync(path).uid === uid) return;
  if (process.getuid?.() !== 0) {
    throw new StartProblem(`${path} belongs to another account: start as that account, or remove it to begin anew.`);
  }
  chownTree(path, uid, gid);
}

function chownTree(path: string, uid: number, gid: number): void {
  if (lstatSync(path).isDirectory()) for (const entry of readdirSync(path)) chownTree(join(path, entry), uid, gid);
  // The folder itself last: its owner is what says that all of it was done.
  chownSync(path, uid, gid);
}

/** Not root, and known by name (initdb asks for the name and fails without one). */
function accountIsFit(): boolean {
  if (process.getuid === undefined) return true;
  if (process.getuid() === 0) return false;
  try {
    return userInfo().username.length > 0;
  } catch {
    return false;
  }
}

/** An ordinary id that /etc/passwd has a name for. */
function namedOrdinaryId(): number {
  let ids: number[] = [];
  try {
    ids = readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .map((line) => Number(line.split(":")[2]))
      .filter((id) => Number.isInteger(id) && id > 0);
  } catch {
    // No such file: take the first preferred id and let initdb judge.
  }
  return PREFERRED_IDS.find((id) => ids.includes(id)) ?? ids.at(-1) ?? 1000;
}

function accountPrefix(id: number, capabilities: readonly string[]): readonly string[] {
  const kept = capabilities.map((name) => `+${name}`).join(",");
  return [
    "setpriv",
    `--reuid=${id}`,
    `--regid=${id}`,
    "--clear-groups",
    ...(kept ? [`--inh-caps=${kept}`, `--ambient-caps=${kept}`] : []),
  ];
}

/** Whether the program starts that way and may write to the data directory. */
function works(launcher: Launcher, program: string, dataDir: string | null): boolean {
  const [file, ...prefix] = launcher.prefix;
  if (file === undefined) return true;
  const test = dataDir === null ? '"$1" --version' : 'test -w "$2" && "$1" --version';
  const args = [...prefix, "sh", "-c", test, "sh", program, dataDir ?? ""];
  return spawnSync(file, args, { stdio: "ignore", timeout: PROBE_TIMEOUT_MS, cwd: "/" }).status === 0;
}
