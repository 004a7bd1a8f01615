import { randomUUID } from "node:crypto";
import { openRawConnection, type RawConnection } from "../sessions/raw-connection";

/** What one run of the load generator is told; it is a process of its own, so that it measures the server alone. */
export interface ApiLoadOrder {
  readonly port: number;
  readonly path: string;
  /** Null: none is sent. */
  readonly token: string | null;
  /** The devices that are asked for in turn. */
  readonly devIds: { readonly first: number; readonly count: number };
  readonly connections: number;
  readonly requests: number;
  readonly secondsMax: number;
  /** Requests a second over all connections; null: as fast as they go. */
  readonly rate: number | null;
}

export interface ApiLoadReport {
  readonly requests: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export function benchDevId(number: number): string {
  return `IMEI:${String(number).padStart(15, "0")}`;
}

/** Starts operations on one device each. Throws when one is not accepted. */
export async function runApiLoad(order: ApiLoadOrder): Promise<ApiLoadReport> {
  const latencies: number[] = [];
  let next = 0;
  const started = performance.now();
  const deadline = started + order.secondsMax * 1_000;

  async function start(connection: RawConnection, number: number): Promise<void> {
    const devId = benchDevId(order.devIds.first + (number % order.devIds.count));
    const wish = { kind: "parameter.get", params: { uris: ["./DevDetail/FwV"] }, target: { devices: [devId] } };
    const token = order.token === null ? "" : `Authorization: Bearer ${order.token}\r\n`;
    const headers = `${token}Idempotency-Key: ${randomUUID()}\r\n`;
    const at = performance.now();
    await connection.post(order.path, Buffer.from(JSON.stringify(wish)), headers);
    latencies.push(performance.now() - at);
  }

  async function worker(): Promise<void> {
    const connection = await openRawConnection("127.0.0.1", order.port, "application/json");
    try {
      while (next < order.requests && performance.now() < deadline) {
        const number = next;
        next += 1;
        const wait = order.rate === null ? 0 : started + (number / order.rate) * 1_000 - performance.now();
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
        await start(connection, number);
      }
    } finally {
      connection.close();
    }
  }

  await Promise.all(Array.from({ length: order.connections }, worker));
  const seconds = (performance.now() - started) / 1_000;
  latencies.sort((a, b) => a - b);
  const at = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? 0;
  return { requests: latencies.length, seconds, p50Ms: at(0.5), p99Ms: at(0.99) };
}
