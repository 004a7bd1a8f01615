import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Scope } from "../../services/principal";
import { channelsOf, scriptedChannel } from "../../services/wake-ups/testing/scripted-channel";
import { openApiDocument } from "./openapi/document";
import { useCaseRoutes } from "./routes";
import {
  type Arranged,
  askTooOften,
  askWithKeysHeld,
  askWithLongBodies,
  createArranged,
} from "./testing/fuzz/arranged-requests";
import { askInEveryState } from "./testing/fuzz/arranged-states";
import { documentedOperations, type FuzzedOperation } from "./testing/fuzz/documented-operations";
import { faultOf } from "./testing/fuzz/judge";
import { type RandomRequest, randomRequest } from "./testing/fuzz/random-request";
import type { KnownValues } from "./testing/fuzz/schema-values";
import { createSender, type Sender } from "./testing/fuzz/send";
import { type RestClient, type RestServer, startRestServer } from "./testing/rest-server";

const REQUESTS = 10_000;
const ROUNDS = 4;
const LANES = 8;
const SEED = 350_000_001;
const TIMEOUT_MS = 240_000;
/** Registered before each round; and names that are free for whoever registers one. */
const DEVICES = 8;
const NEW_DEVICES = 60;
const FIRST_IMEI = 350_000_000_000_000;
const NEW_AFTER = 1_000;
/** Said by a fault of the server, or of what it stands on. */
const FAULTS: ReadonlySet<number> = new Set([500, 503]);

const { operations, resolve } = documentedOperations(openApiDocument(useCaseRoutes));

let server: RestServer;
let owner: RestClient;
let reader: RestClient;
let auditor: RestClient;
let sender: Sender;
let arranged: Arranged;
beforeAll(async () => {
  server = await startRestServer({ waits: false, channels: channelsOf(scriptedChannel("udp", ["ip"])) });
  owner = await server.client(Scope.options);
  reader = await server.client(["devices:read"]);
  auditor = await server.client(["audit:read"]);
  sender = createSender(server.url, LANES);
  arranged = createArranged(server, operations);
});
afterAll(async () => {
  sender.close();
  await server.close();
});

/** Makes one of everything that can be made, as the examples of the document make it, and gives the ids by path. */
async function stock(round: number): Promise<ReadonlyMap<string, readonly string[]>> {
  const first = FIRST_IMEI + round * DEVICES;
  for (let n = 0; n < DEVICES; n += 1)
    await owner.post("/devices", { devId: `IMEI:${first + n}`, model: "M1", tags: ["pilot"] });
  for (const operation of operations) {
    const { method, path, body } = operation;
    if (method !== "POST" || path.includes("{") || body?.type !== "application/json") continue;
    for (const example of examplesFor(operation, round)) await owner.post(path, example);
  }
  const ids = new Map<string, readonly string[]>();
  for (const { method, path } of operations) {
    if (method !== "GET" || path.includes("{")) continue;
    const { json } = await owner.get(path);
    if (Array.isArray(json?.items))
      ids.set(path.slice(1), json.items.map((item: { id?: string }) => item.id).filter(Boolean));
  }
  const [operation] = ids.get("operations") ?? [];
  const tasks = await owner.get(`/operations/${operation}/tasks`);
  ids.set(
    "tasks",
    tasks.json.items.map(({ id }: { id: string }) => id),
  );
  return ids;
}

const isDelete = ({ method }: FuzzedOperation): boolean => method === "DELETE";

/** The document's own examples, with devices that there are in this round. */
function examplesFor({ path, body }: FuzzedOperation, round: number): readonly unknown[] {
  const first = FIRST_IMEI + round * DEVICES;
  const target = { devices: [`IMEI:${first}`, `IMEI:${first + 1}`] };
  const examples = body?.examples ?? [];
  return path === "/operations" ? examples.map((example) => ({ ...(example as object), target })) : examples;
}

/** What fields and parts of the path mean to this server, by their names. */
function knownFor({ path }: FuzzedOperation, ids: ReadonlyMap<string, readonly string[]>, round: number): KnownValues {
  const first = FIRST_IMEI + round * DEVICES;
  const devIds = Array.from({ length: DEVICES }, (_, n) => `IMEI:${first + n}`);
  const newDevIds = Array.from({ length: NEW_DEVICES }, (_, n) => `IMEI:${first + NEW_AFTER + n * ROUNDS}`);
  const values: Readonly<Record<string, readonly unknown[]>> = {
    id: ids.get(path.split("/")[1] ?? "") ?? [],
    deviceId: ids.get("devices") ?? [],
    device: devIds,
    devId: [...devIds, ...newDevIds],
    group: ids.get("groups") ?? [],
    content: ids.get("contents") ?? [],
    client_id: [reader.clientId],
    client_secret: [reader.clientSecret],
    filter: ['model = "M1"', 'tag = "pilot" and not firmware : "2*"', "model ="],
  };
  return (name) => values[name] ?? [];
}

const tokenOf = ({ caller }: RandomRequest): string | null => {
  const tokens = {
    owner: owner.token,
    reader: reader.token,
    auditor: auditor.token,
    nobody: null,
    forged: `${owner.token.slice(0, -3)}AAA`,
  };
  return tokens[caller];
};

/** Tries an operation with random requests. The first wrong answer throws, made small. */
async function attack(operation: FuzzedOperation, known: KnownValues, numRuns: number, seed: number): Promise<void> {
  const property = fc.asyncProperty(randomRequest(operation, resolve, known), async (request) => {
    const answered = await sender.send(request, tokenOf(request)).catch((error: Error) => {
      throw new Error(
        `${request.method} ${request.target} (body of ${request.body?.length ?? 0} octets): ${error.message}`,
      );
    });
    const fault = faultOf(answered, operation.documented);
    if (fault)
      throw new Error(`${request.method} ${request.target} ${fault}\n${request.body?.toString().slice(0, 500) ?? ""}`);
  });
  await fc.assert(property, { numRuns, seed });
}

describe("whatever is asked of the API", () => {
  it("trust:api-fuzz: it answers as its document says, all that this says, and never with a fault of its own", {
    timeout: TIMEOUT_MS,
  }, async () => {
    const wrong: string[] = [];
    const each = Math.ceil(REQUESTS / ROUNDS / operations.length);
    let ids: ReadonlyMap<string, readonly string[]> = new Map();
    for (let round = 0; round < ROUNDS; round += 1) {
      ids = await stock(round);
      // What deletes comes last: the others want something to be there.
      const waiting = operations.toSorted((one, other) => Number(isDelete(one)) - Number(isDelete(other)));
      const lane = async (): Promise<void> => {
        for (let next = waiting.shift(); next; next = waiting.shift()) {
          try {
            const meant = { ...next, body: next.body && { ...next.body, examples: examplesFor(next, round) } };
            await attack(meant, knownFor(next, ids, round), each, SEED + round);
          } catch (error) {
            wrong.push(errorText(error));
          }
        }
      };
      await Promise.all(Array.from({ length: LANES }, lane));
    }
    const asked = each * ROUNDS * operations.length;
    console.log(`api-fuzz ${asked}/${REQUESTS}`);
    expect(asked).toBeGreaterThanOrEqual(REQUESTS);
    expect(wrong).toEqual([]);
    expect(server.faults).toEqual([]);

    await askInEveryState(arranged, owner);
    await askWithLongBodies(arranged, owner, notReached(413));
    await askTooOften(arranged, operations);
    await askWithKeysHeld(arranged, owner, notReached(409), ids);
    const missing = operations.flatMap((operation) => missedBy(operation));
    console.log(`api-statuses ${declared() - missing.length}/${declared()}`);
    expect(missing).toEqual([]);
  });
});

function hasCome({ method, path }: FuzzedOperation, status: number): boolean {
  const answer = `${method} ${path} ${status}`;
  return server.answered.has(answer) || arranged.answered.has(answer);
}

/** Operations that say they answer so, and never did. */
function notReached(status: number): FuzzedOperation[] {
  return operations.filter((operation) => operation.documented.has(status) && !hasCome(operation, status));
}

const answersOf = ({ documented }: FuzzedOperation): number[] =>
  [...documented.keys()].filter((status) => !FAULTS.has(status));

/** Documented statuses that no request came to. */
function missedBy(operation: FuzzedOperation): string[] {
  const { method, path } = operation;
  return answersOf(operation)
    .filter((status) => !hasCome(operation, status))
    .map((status) => `${method} ${path} ${status}`);
}

function declared(): number {
  return operations.reduce((count, operation) => count + answersOf(operation).length, 0);
}

/** What was sent and answered, without fast-check's frame around it. */
function errorText(error: unknown): string {
  return String(error instanceof Error && error.cause instanceof Error ? error.cause.message : error);
}
