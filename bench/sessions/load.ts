import { createHash } from "node:crypto";
import { openRawConnection, type RawConnection } from "./raw-connection";
import { credentialPart, digestOn, makeSessionScript, readFirstAnswer } from "./scripted-session";

/** What one run of the load generator is told; it is a process of its own, so that it measures the server alone. */
export interface LoadOrder {
  readonly port: number;
  readonly path: string;
  /** `limit`: the same requests against a bare server, whose answers are not read. */
  readonly mode: "sessions" | "limit";
  readonly devices: number;
  /** Devices are `IMEI:` and 15 digits counted from here. */
  readonly firstDevice: number;
  readonly connections: number;
  readonly sessions: number;
  readonly secondsMax: number;
  /** Sessions a second over all connections; null: as fast as they go. */
  readonly rate: number | null;
  readonly uri: string;
}

export interface LoadReport {
  readonly sessions: number;
  readonly messages: number;
  readonly failures: number;
  readonly firstFailure: string | null;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export function devIdOf(number: number): string {
  return `IMEI:${String(number).padStart(15, "0")}`;
}

/** Secrets and first nonces of the benchmark's devices: computed, so that seed and load agree without a file. */
export function clientSecretOf(devId: string): string {
  return createHash("sha256").update(`bench client ${devId}`).digest("base64url").slice(0, 27);
}
export function serverSecretOf(devId: string): string {
  return createHash("sha256").update(`bench server ${devId}`).digest("base64url").slice(0, 27);
}
export function firstNonceOf(devId: string): Buffer {
  return createHash("md5").update(`bench nonce ${devId}`).digest();
}

const CONTENT_TYPE = "application/vnd.syncml.dm+wbxml";
const NONCE_TEXT = Buffer.alloc(16, 7).toString("base64");
const TOKEN_TEXT = "t".repeat(43);

export async function runLoad(order: LoadOrder): Promise<LoadReport> {
  const script = makeSessionScript(`http://127.0.0.1:${order.port}${order.path}`, order.uri);
  // Kept only where a device comes again: what the load generator keeps it collects while the server's answers wait.
  const comesAgain = order.sessions > order.devices;
  const nonces = new Map<string, Buffer>();
  const latencies: number[] = [];
  let next = 0;
  let done = 0;
  let messages = 0;
  let failures = 0;
  let firstFailure: string | null = null;
  const started = performance.now();
  const deadline = started + order.secondsMax * 1_000;

  async function timed(connection: RawConnection, path: string, body: Buffer): Promise<Buffer> {
    const at = performance.now();
    const answer = await connection.post(path, body);
    latencies.push(performance.now() - at);
    messages += 1;
    return answer;
  }

  async function session(connection: RawConnection, number: number): Promise<void> {
    const devId = devIdOf(order.firstDevice + (number % order.devices));
    const nonce = nonces.get(devId) ?? firstNonceOf(devId);
    const digest = digestOn(credentialPart(devId, clientSecretOf(devId)), nonce);
    const answer = await timed(connection, order.path, script.packageOne(devId, digest));
    if (order.mode === "limit") {
      await timed(connection, order.path, script.packageThree(devId, TOKEN_TEXT, NONCE_TEXT));
      return;
    }
    const first = readFirstAnswer(answer);
    if (!first) throw new Error(`not the answer of the script: ${answer.toString("latin1").slice(0, 300)}`);
    if (comesAgain) nonces.set(devId, first.nextNonce);
    await timed(connection, `${order.path}?s=${first.token}`, script.packageThree(devId, first.token, NONCE_TEXT));
  }

  async function worker(): Promise<void> {
    const connection = await openRawConnection("127.0.0.1", order.port, CONTENT_TYPE);
    try {
      while (next < order.sessions && performance.now() < deadline) {
        const number = next;
        next += 1;
        if (order.rate !== null) await until(started + (number / order.rate) * 1_000);
        await session(connection, number);
        done += 1;
      }
    } catch (error) {
      failures += 1;
      firstFailure ??= error instanceof Error ? error.message : String(error);
    } finally {
      connection.close();
    }
  }

  await Promise.all(Array.from({ length: order.connections }, worker));
  const seconds = (performance.now() - started) / 1_000;
  latencies.sort((a, b) => a - b);
  const at = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? 0;
  return { sessions: done, messages, failures, firstFailure, seconds, p50Ms: at(0.5), p99Ms: at(0.99) };
}

async function until(instant: number): Promise<void> {
  const wait = instant - performance.now();
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
}
