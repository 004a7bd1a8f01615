import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { openCutWire } from "./cut-wire";
import { KANNEL_LOGIN, PUSH_PATH } from "./kannel-configuration";

/** Kannel's push proxy gateway in a network namespace of its own, as seen from outside. */
export interface PushGatewayLab {
  /** Where it takes submissions. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** What devices in its namespace got by UDP; whole datagrams, oldest first. */
  readonly datagrams: readonly Buffer[];
  close(): Promise<void>;
}

/** What the program in the namespace says, a line of JSON each. */
export type InsideWord = { readonly ready: true } | { readonly datagram: string };

/** Where the wires pass from one side to the other, in a folder that both see. */
export const PUSH_SOCKET = "push.sock";
export const SMSC_SOCKET = "smsc.sock";

const START_MS_MAX = 25_000;
/** Root of a user namespace may make one of the network; it comes without loopback. */
const INTO_NAMESPACE = ["--net", "--map-root-user", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"];

/** null: this machine lets its user have one; a text: what is in the way. */
export function whyNoNamespace(): string | null {
  try {
    execFileSync("unshare", [...INTO_NAMESPACE, "true"], { stdio: ["ignore", "ignore", "pipe"] });
    return null;
  } catch (error) {
    const words = error instanceof Error && "stderr" in error && String(error.stderr).trim();
    return words || "unshare is missing (Debian package util-linux)";
  }
}

/**
 * Starts Kannel with its wapbox, which listens on every address and is therefore kept where nobody else is, as the client
 * of a message centre at a port of loopback out here. Throws what the namespace could not do.
 */
export async function startPushGateway(smscPort: number): Promise<PushGatewayLab> {
  const folder = mkdtempSync(join(tmpdir(), "push-gateway-"));
  const toSmsc = await openCutWire({ port: smscPort }, { path: join(folder, SMSC_SOCKET) });
  const toGateway = await openCutWire({ path: join(folder, PUSH_SOCKET) });
  const program = [process.execPath, "--import", "tsx", "server/testing/push-gateway-inside.ts", folder];
  const child = spawn("unshare", [...INTO_NAMESPACE, ...program], { stdio: ["pipe", "pipe", "pipe"] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const datagrams: Buffer[] = [];
  const close = async (): Promise<void> => {
    // It ends when nobody speaks to it any more, so that it never outlives a test that was stopped.
    child.stdin.end();
    await ended;
    await Promise.all([toSmsc.close(), toGateway.close()]);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await untilReady(child, (octets) => datagrams.push(octets));
  } catch (error) {
    await close();
    throw error;
  }
  return { url: `http://127.0.0.1:${toGateway.port}${PUSH_PATH}`, ...KANNEL_LOGIN, datagrams, close };
}

function untilReady({ stdout, stderr }: ChildProcess, hear: (datagram: Buffer) => void): Promise<void> {
  if (!stdout || !stderr) throw new TypeError("The program has no output.");
  const errors: Buffer[] = [];
  stderr.on("data", (octets: Buffer) => errors.push(octets));
  return new Promise((resolve, reject) => {
    const fail = (): void => reject(new Error(`The push gateway did not start: ${Buffer.concat(errors)}`));
    const timer = setTimeout(fail, START_MS_MAX);
    const lines = createInterface(stdout);
    lines.on("line", (line) => {
      const word = JSON.parse(line) as InsideWord;
      if ("datagram" in word) return void hear(Buffer.from(word.datagram, "hex"));
      clearTimeout(timer);
      resolve();
    });
    lines.on("close", () => {
      clearTimeout(timer);
      fail();
    });
  });
}
