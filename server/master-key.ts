import { hkdfSync, randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { decodeKey, type MasterKeySource } from "./config";
import { StartProblem } from "./start-problem";

const OCTETS = 32;

/**
 * The 32 octets that wrap the data keys. A missing file is made where that is allowed, readable by its owner only and
 * never inside the database's own folder, so that a copy of the data does not carry its key.
 *
 * Throws StartProblem.
 */
export function loadMasterKey(source: MasterKeySource): Uint8Array {
  if (source.kind === "value") return source.octets;
  if (!existsSync(source.path)) {
    if (!source.mayBeMade) {
      throw new StartProblem(
        `There is no master key: set DMWSI_MASTER_KEY, or put 32 octets as base64 into ${source.path} (openssl rand -base64 32).`,
      );
    }
    return makeKeyFile(source.path);
  }
  const text = readKeyFile(source.path);
  const octets = decodeKey(text.trim());
  if (!octets)
    throw new StartProblem(`${source.path} does not hold ${OCTETS} octets as base64: put the right file back.`);
  return octets;
}

/** The secret for the console's cookies when none is set: bound to the master key, of no use against it. */
export function deriveAuthSecret(masterKey: Uint8Array): string {
  return Buffer.from(hkdfSync("sha256", masterKey, "", "dmwsi console session cookies", OCTETS)).toString("base64url");
}

function makeKeyFile(path: string): Uint8Array {
  const octets = randomBytes(OCTETS);
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // `wx`: of two processes that start at once only one makes the key.
    writeFileSync(path, `${octets.toString("base64")}\n`, { mode: 0o600, flag: "wx" });
    chmodSync(path, 0o600);
    return octets;
  } catch (error) {
    throw new StartProblem(
      `${path} cannot be written (${(error as Error).message}): set DATA_DIR to a folder of yours.`,
    );
  }
}

function readKeyFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new StartProblem(`${path} cannot be read (${(error as Error).message}): start as the account that owns it.`);
  }
}
