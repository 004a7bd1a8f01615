import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type RestClient, type RestServer, startRestServer } from "../api/rest/testing/rest-server";
import { createSubscription } from "../services/webhooks";
import { FLEET_START_MS_MAX, type FleetBed, openFleetBed } from "./fleet-bed";
import { findViolations } from "./invariants";

const DEVICES = 60;
/** Operations on all devices: before the receiver falls, while it is down, and when it is back. */
const WAVES = [2, 6, 4] as const;
const EVENTS = (DEVICES + 2) * (WAVES[0] + WAVES[1] + WAVES[2]);
const HOST = "127.0.0.1";
const PATIENCE_MS = 40_000;

interface Event {
  readonly id: string;
  readonly type: string;
  readonly sequence: string;
  readonly data: { readonly operationId: string | null };
}

/** What came, the first of each `webhook-id` only, and how often one came again. */
const taken = new Map<string, Event>();
let repeated = 0;
/** Messages on their way when the receiver goes down: it may have taken what the server heard no answer to. */
const CUT_MAX = 8;
let port = 0;
let receiver: Server | null = null;

const take: RequestListener = async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const id = String(request.headers["webhook-id"]);
  if (taken.has(id)) repeated += 1;
  else taken.set(id, JSON.parse(Buffer.concat(chunks).toString()));
  response.writeHead(204).end();
};

async function receiverUp(): Promise<void> {
  const server = createServer((request, response) => void Promise.resolve(take(request, response)).catch(() => {}));
  await new Promise<void>((resolve) => server.listen(port, HOST, resolve));
  port = (server.address() as AddressInfo).port;
  receiver = server;
}

async function receiverDown(): Promise<void> {
  const server = receiver;
  receiver = null;
  if (!server) return;
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}

let bed: FleetBed;
let rest: RestServer;
let client: RestClient;

beforeAll(async () => {
  bed = await openFleetBed({
    ...{ devices: DEVICES, seed: "fault-receiver", polite: false, settings: { OUTBOUND_HOSTS: HOST } },
  });
  rest = await startRestServer({ test: bed.test });
}, FLEET_START_MS_MAX);
afterAll(async () => {
  await rest?.close();
  await bed?.close();
  await receiverDown();
});

async function startWave(operations: number): Promise<void> {
  const devices = bed.run.devices.map(({ devId }) => devId);
  for (let i = 0; i < operations; i += 1) {
    const body = { kind: "parameter.get", params: { uris: ["./DevInfo/Man"] }, target: { devices } };
    expect((await client.post("/operations", { ...body, retry: { attempts: 10, backoff: "PT1S" } })).status).toBe(202);
  }
}

async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; ) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Not within ${PATIENCE_MS / 1_000} s: ${what} (${taken.size} of ${EVENTS} taken)`);
}

/** The feed from its beginning to its end, as a reader pulls it. */
async function pull(): Promise<Event[]> {
  const events: Event[] = [];
  for (let after = "", page = 0; page < EVENTS; page += 1) {
    const { json } = await client.get(`/events?limit=100${after}`);
    if (json.items.length === 0) break;
    events.push(...json.items);
    after = `&after=${json.next}`;
  }
  return events;
}

/** The ids of each operation's events, in the order in which they are given. */
function byOperation(events: readonly Event[]): ReadonlyMap<string | null, readonly string[]> {
  const ids = new Map<string | null, string[]>();
  for (const { id, data } of events) ids.set(data.operationId, [...(ids.get(data.operationId) ?? []), id]);
  return ids;
}

/** What the receiver took and the server had no time to note, in all kills so far. */
let unnoted = 0;

/** Kills the server without warning. That nobody pushes for as long as its lease runs is not waited for. */
async function kill(): Promise<void> {
  const held = await bed.test.sql`select leased_by from subscriptions where leased_by is not null`;
  await bed.servers.killAndRestart(0);
  const [noted] = await bed.test.sql`select sum(delivered)::integer as count from subscriptions`;
  unnoted = taken.size + repeated - (noted?.["count"] ?? 0);
  const leases = held.map(({ leased_by }) => leased_by);
  await bed.test.sql`update subscriptions set lease_until = now() where leased_by = any(${leases}::uuid[])`;
}

const failedAttempts = async (): Promise<number> => {
  const [row] = await bed.test.sql`select coalesce(sum(attempts), 0)::integer as count from deliveries`;
  return row?.["count"] ?? 0;
};

it("trust:fault-receiver: a receiver that was down while the server was killed has every event, in the order of each operation, as the feed has them", async () => {
  await receiverUp();
  await bed.run.untilAllEnded(20);
  client = await rest.client(["events:read", "operations:read", "operations:write"]);
  const url = `http://${HOST}:${port}/events`;
  await createSubscription({ ...bed.run.context, outboundHosts: new Set([HOST]) }, { url, systemId: client.id });

  await startWave(WAVES[0]);
  await until(() => taken.size > DEVICES, "the first events come");
  await receiverDown();
  await startWave(WAVES[1]);
  await until(async () => (await failedAttempts()) > 0, "attempts fail");
  await kill();
  await until(async () => (await bed.run.ended()) > DEVICES * WAVES[1], "the work goes on without the receiver");
  const whenDown = taken.size;
  await receiverUp();
  await startWave(WAVES[2]);
  // The pauses until the next attempt, which grow to hours, are not waited for.
  const hurry = () => bed.test.sql`update deliveries set next_at = now() where next_at > now()`;
  await until(async () => {
    await hurry();
    return taken.size > whenDown + DEVICES;
  }, "the receiver catches up");
  await kill();
  await bed.run.untilAllEnded(PATIENCE_MS / 1_000);
  await until(async () => {
    await hurry();
    return taken.size >= EVENTS;
  }, "everything has come");

  const pulled = await pull();
  expect(pulled.map(({ sequence }) => Number(sequence))).toEqual(Array.from({ length: EVENTS }, (_, i) => i + 1));
  const pushed = [...taken.values()];
  expect(pushed.toSorted((one, other) => one.sequence.localeCompare(other.sequence))).toEqual(pulled);
  expect(repeated, "only what was not noted at a kill, or cut off, comes again").toBeLessThanOrEqual(unnoted + CUT_MAX);
  expect(byOperation(pushed)).toEqual(byOperation(pulled));
  expect(await findViolations(bed.test.sql)).toEqual([]);
  console.log(
    `fault-receiver ${pushed.length}/${EVENTS} (${repeated} came again under their id, ${unnoted} not noted at a kill)`,
  );
}, 150_000);
