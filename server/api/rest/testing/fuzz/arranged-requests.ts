import { newUuid, toPublicId } from "../../../../ids";
import type { Scope } from "../../../../services/principal";
import { ask, type RestClient, type RestServer } from "../rest-server";
import type { FuzzedOperation } from "./documented-operations";
import { type Answered, faultOf } from "./judge";

/** More than any body may have. */
const LONG_OCTETS = 1_100_000;
/** Wrong proofs from one place until it is paused. */
const WRONG_PROOFS = 12;

export interface Ask {
  readonly headers?: Readonly<Record<string, string>>;
  /** Text as it is, or what JSON is made of. */
  readonly body?: unknown;
}

/** What is asked in states that a test brings about. */
export interface Arranged {
  readonly server: RestServer;
  /** Every operation and status that was answered, as `GET /devices/{id} 200`. */
  readonly answered: ReadonlySet<string>;
  client(scopes: readonly Scope[]): Promise<RestClient>;
  /** Asks as a client, or as nobody. Throws when the answer is not as the document says. Gives the answer. */
  ask(client: RestClient | null, method: string, path: string, options?: Ask): ReturnType<typeof ask>;
}

export function createArranged(server: RestServer, operations: readonly FuzzedOperation[]): Arranged {
  const patterns = operations
    // A fixed part comes before a parameter: /devices/imports is no device.
    .toSorted((one, other) => one.path.split("{").length - other.path.split("{").length)
    .map((operation) => ({ operation, pattern: new RegExp(`^${operation.path.replace(/\{\w+\}/g, "[^/]+")}$`) }));
  const answered = new Set<string>();
  return {
    server,
    answered,
    client: (scopes) => server.client(scopes),
    async ask(client, method, path, { headers = {}, body } = {}) {
      const [plain = ""] = path.split("?");
      const found = patterns.find(({ operation, pattern }) => operation.method === method && pattern.test(plain));
      if (!found) throw new Error(`No ${method} ${path} is documented.`);
      const answer = await ask(`${server.url}${path}`, {
        method,
        headers: {
          ...(client && { authorization: `Bearer ${client.token}` }),
          ...(body !== undefined && { "content-type": "application/json" }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      answered.add(`${method} ${found.operation.path} ${answer.status}`);
      const judged: Answered = { ...answer, headers: Object.fromEntries(answer.headers) };
      const fault = faultOf(judged, found.operation.documented);
      if (fault && answer.status < 500) throw new Error(`${method} ${path} ${fault}`);
      return answer;
    },
  };
}

const isJsonWrite = ({ method, body }: FuzzedOperation): boolean =>
  body?.type === "application/json" && method !== "GET";

/** An address of the operation with ids that could be; known ones where there are. */
function pathOf({ path }: FuzzedOperation, ids: ReadonlyMap<string, readonly string[]>): string {
  const [known] = ids.get(path.split("/")[1] ?? "") ?? [];
  return path.replace("{id}", known ?? toPublicId("dev", newUuid())).replace(/\{\w+\}/g, toPublicId("evt", newUuid()));
}

/** A body that is too long, whatever it is sent to. */
export async function askWithLongBodies(
  { ask: say }: Arranged,
  client: RestClient,
  operations: readonly FuzzedOperation[],
): Promise<void> {
  for (const operation of operations.filter(isJsonWrite)) {
    await say(client, operation.method, pathOf(operation, new Map()), { body: " ".repeat(LONG_OCTETS) });
  }
}

/** Whoever has used its rates up is paused on every route. */
export async function askTooOften(
  { ask: say, server, client }: Arranged,
  operations: readonly FuzzedOperation[],
): Promise<void> {
  const tired = await client(["devices:read"]);
  for (const requestClass of ["read", "write", "bulk"]) {
    await server.test.sql`insert into rate_limits (client_id, class, empty_at)
      values (${tired.clientId}, ${requestClass}, now() + interval '1 hour')`;
  }
  for (const operation of operations.filter(({ documented }) => documented.has(429))) {
    if (operation.path.startsWith("/oauth/")) continue;
    await say(tired, operation.method, pathOf(operation, new Map()));
  }
  const wrong = new URLSearchParams({ client_id: tired.clientId, client_secret: "dms_wrong" }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  for (const path of ["/oauth/token", "/oauth/revoke"]) {
    const body = `${wrong}&grant_type=client_credentials&token=x`;
    for (let n = 0; n < WRONG_PROOFS; n += 1) await say(null, "POST", path, { headers, body });
  }
}

/** The first request of each of these keys has not ended: its transaction holds the key. */
export async function askWithKeysHeld(
  { ask: say, server }: Arranged,
  client: RestClient,
  operations: readonly FuzzedOperation[],
  ids: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  const key = "held";
  const wishes = operations
    .filter((operation) => isJsonWrite(operation) && operation.documented.has(409))
    .map((operation) => ({ operation, path: pathOf(operation, ids), body: operation.body?.examples[0] ?? {} }));
  const over = new Error("The first requests are over.");
  await server.test.sql
    .begin(async (sql) => {
      for (const { operation, path } of wishes) {
        await sql`insert into idempotency_keys (system_id, route, key, fingerprint)
          values (${client.id}, ${`${operation.method} ${path}`}, ${key}, ${Buffer.alloc(32)})`;
      }
      await Promise.all(
        wishes.map(({ operation, path, body }) =>
          say(client, operation.method, path, { body, headers: { "idempotency-key": key } }),
        ),
      );
      throw over;
    })
    .catch((error: unknown) => {
      if (error !== over) throw error;
    });
}
