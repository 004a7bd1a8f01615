import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { StartProblem } from "../../start-problem";
import { chooseLauncher, giveTo, type Launcher, type LauncherKind } from "./launcher";
import type { PostgresPrograms } from "./programs";

/** The superuser of an embedded server; its password is random and lies beside the data in a file of mode 0600. */
export const SUPERUSER = "dmwsi";

const INITDB_TIMEOUT_MS = 120_000;
const PASSWORD_OCTETS = 24;

export interface DataDirectory {
  readonly password: string;
  readonly launcher: Launcher;
}

/**
 * Makes `dataDir` a PostgreSQL data directory unless it is one, and finds out how to start a server on it. A start cut
 * off half-way leaves nothing that looks finished: initdb works beside it and the result is renamed.
 *
 * Throws StartProblem when a folder belongs to another account or cannot be written, initdb fails or the password file of existing data is gone.
 */
export function prepareDataDirectory(programs: PostgresPrograms, dataDir: string, only?: LauncherKind): DataDirectory {
  const passwordFile = `${dataDir}.password`;
  const hasData = isThere(join(dataDir, "PG_VERSION"), dataDir);
  if (hasData && !existsSync(passwordFile)) {
    throw new StartProblem(
      `${passwordFile} is missing: put it back, or remove ${dataDir} to begin with an empty database.`,
    );
  }
  makePrivateFolder(hasData ? dataDir : `${dataDir}.new`, !hasData);
  const password = readOrMakePassword(passwordFile);
  if (hasData) {
    const launcher = chooseLauncher(programs.postgres, dataDir, only);
    giveTo(dataDir, launcher);
    return { password, launcher };
  }
  const launcher = chooseLauncher(programs.postgres, `${dataDir}.new`, only);
  giveTo(`${dataDir}.new`, launcher);
  initialise(programs, `${dataDir}.new`, password, launcher);
  rmSync(dataDir, { recursive: true, force: true });
  renameSync(`${dataDir}.new`, dataDir);
  return { password, launcher };
}

/** Data that we may not even look at are there all the same: nothing is made in their place. */
function isThere(file: string, dataDir: string): boolean {
  try {
    return statSync(file).isFile();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return false;
    throw new StartProblem(
      `${dataDir} cannot be opened (${(error as Error).message}): start as the account that owns it.`,
    );
  }
}

function makePrivateFolder(path: string, empty: boolean): void {
  try {
    if (empty) rmSync(path, { recursive: true, force: true });
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new StartProblem(`${path} cannot be made (${(error as Error).message}): set DATA_DIR to a folder of yours.`);
  }
}

function readOrMakePassword(file: string): string {
  try {
    if (existsSync(file)) return readFileSync(file, "utf8").trim();
    const password = randomBytes(PASSWORD_OCTETS).toString("hex");
    writeFileSync(file, `${password}\n`, { mode: 0o600 });
    return password;
  } catch (error) {
    throw new StartProblem(`${file} cannot be used (${(error as Error).message}): set DATA_DIR to a folder of yours.`);
  }
}

function initialise(programs: PostgresPrograms, dataDir: string, password: string, launcher: Launcher): void {
  const passwordFile = `${dataDir}.password`;
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (launcher.account) chownSync(passwordFile, launcher.account.uid, launcher.account.gid);
  try {
    const args = [
      `--pgdata=${dataDir}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
    ];
    const [file = programs.initdb, ...rest] = [...launcher.prefix, programs.initdb, ...args];
    const run = spawnSync(file, rest, { encoding: "utf8", timeout: INITDB_TIMEOUT_MS, cwd: dataDir });
    if (run.status !== 0) {
      const reason = (run.error?.message ?? run.stderr.trim().split("\n").at(-1)) || `status ${run.status}`;
      throw new StartProblem(`The database could not be made in ${dataDir}: ${reason}`);
    }
  } finally {
    rmSync(passwordFile, { force: true });
  }
}
