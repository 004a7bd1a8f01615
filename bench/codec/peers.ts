import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const BUILD_TIMEOUT_MS = 60_000;
const RUN_TIMEOUT_MS = 60_000;
/** Debian has the headers of libwbxml in a folder per version that pkg-config knows. */
const BUILD = `cc -O2 -o peers "$1" $(pkg-config --cflags --libs libwbxml2) -lexpat`;
const ADVICE = "not measured: apt-get install gcc pkg-config libwbxml2-dev libexpat1-dev";

/** What else reads such messages, in C: libwbxml into its tree, expat into events alone. */
export interface CodecPeers {
  /** Runs in a second of CPU time. */
  rateOf(what: "decode" | "roundTrip" | "expat", messageFile: string): number;
  close(): void;
}

/** Builds the program that measures them, or says what is missing for it. */
export function buildCodecPeers(): CodecPeers | string {
  const directory = mkdtempSync(join(tmpdir(), "codec-peers-"));
  try {
    execFileSync("sh", ["-c", BUILD, "sh", join(import.meta.dirname, "peers.c")], {
      cwd: directory,
      stdio: "ignore",
      timeout: BUILD_TIMEOUT_MS,
    });
  } catch {
    rmSync(directory, { recursive: true });
    return ADVICE;
  }
  return {
    rateOf: (what, messageFile) =>
      Number(execFileSync(join(directory, "peers"), [what, messageFile], { timeout: RUN_TIMEOUT_MS })),
    close: () => rmSync(directory, { recursive: true }),
  };
}
