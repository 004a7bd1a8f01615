import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Scope } from "../../../services/principal";
import { useCaseRoutes } from "../routes";
import { documentedOperations, type FuzzedOperation } from "../testing/fuzz/documented-operations";
import { ask, type RestAnswer, type RestClient, type RestServer, startRestServer } from "../testing/rest-server";
import { openApiDocument } from "./document";

interface Example {
  readonly operation: FuzzedOperation;
  readonly value: unknown;
}

const CSV = "text/csv";
/** Said of a body that is wrong in itself, whatever there is on the server. */
const WRONG_IN_ITSELF = [400, 413, 415, 422];
const { operations } = documentedOperations(openApiDocument(useCaseRoutes));
const examples: readonly Example[] = operations.flatMap((operation) =>
  (operation.body?.examples ?? []).map((value) => ({ operation, value })),
);

let server: RestServer;
let client: RestClient;
beforeAll(async () => {
  server = await startRestServer();
  client = await server.client(Scope.options);
});
afterAll(async () => {
  expect(server.faults).toEqual([]);
  await server.close();
});

const signatureOf = ({ operation: { method, path } }: Example): string => `${method} ${path}`;
const isAboutOne = ({ operation }: Example): boolean => operation.path.includes("{");

/** Has the examples name what there is: contents that are ready and for any device, the caller, another system. */
async function withKnownIds(): Promise<readonly Example[]> {
  const about = { name: "a.bin", version: "2.4.1", size: 1, sha256: "0".repeat(64) };
  const { json: firmware } = await client.post("/contents", { ...about, kind: "firmware" });
  const { json: software } = await client.post("/contents", { ...about, kind: "software" });
  for (const state of ["verifying", "ready"]) {
    await server.test.sql`update contents set state = ${state}, received = size`;
  }
  const other = await server.client(["operations:read"]);
  return examples.map(({ operation, value }) => {
    const text = JSON.stringify(value);
    const content = text.includes('"kind":"software.') ? software.id : firmware.id;
    const known = text
      .replaceAll(/"con_\w+"/g, `"${content}"`)
      .replaceAll(/"from":"xs_\w+"/g, `"from":"${client.id}"`)
      .replaceAll(/"to":"xs_\w+"/g, `"to":"${other.id}"`);
    return { operation, value: JSON.parse(known) };
  });
}

/** Sends an example as it is; a form says who asks. Parts of the path are those of `ids`, or of what there is not. */
function send({ operation, value }: Example, ids: ReadonlyMap<string, string>): Promise<RestAnswer> {
  const { method, path, body } = operation;
  const noun = path.split("/")[1] ?? "";
  const target = path.replace("{kind}", "udp").replace(/\{\w+\}/g, () => ids.get(noun) ?? "x");
  const type = body?.type ?? "";
  if (type === CSV) return client.post(target, String(value), { "content-type": CSV });
  if (type.includes("form")) {
    const { clientId: client_id, clientSecret: client_secret } = client;
    const form = new URLSearchParams({ ...(value as Record<string, string>), client_id, client_secret });
    return ask(`${server.url}${target}`, { method, body: form });
  }
  const { token } = client;
  const headers = { authorization: `Bearer ${token}`, "content-type": type };
  return ask(`${server.url}${target}`, { method, headers, body: JSON.stringify(value) });
}

/** One of each list. */
async function idsOfLists(): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const { method, path } of operations) {
    if (method !== "GET" || path.includes("{")) continue;
    const { json } = await client.get(path);
    const [first] = Array.isArray(json?.items) ? json.items : [];
    if (typeof first?.id === "string") ids.set(path.slice(1), first.id);
  }
  return ids;
}

describe("the requests that the document shows", () => {
  it("are taken as they stand: each that makes something makes it, and none is wrong in itself", async () => {
    const samples = await withKnownIds();
    const refused: string[] = [];
    const say = (example: Example, { status, text }: RestAnswer) =>
      refused.push(`${signatureOf(example)} ${status} ${text} ${JSON.stringify(example.value).slice(0, 300)}`);
    for (const example of samples.filter((one) => !isAboutOne(one))) {
      const answer = await send(example, new Map());
      if (answer.status >= 300) say(example, answer);
    }
    // A group that lists its devices, as the one that the example adds devices to.
    const { json: listed } = await client.post("/groups", { name: "Listed", devices: [] });
    const ids = new Map([...(await idsOfLists()), ["groups", listed.id]]);
    for (const example of samples.filter(isAboutOne)) {
      const answer = await send(example, ids);
      if (WRONG_IN_ITSELF.includes(answer.status)) say(example, answer);
    }
    expect(refused).toEqual([]);
    console.log(`openapi-examples ${samples.length}/${examples.length}`);
  });

  it("are shown for every body but octets", () => {
    const without = operations.filter(({ body }) => body && body.examples.length === 0);
    expect(without.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "PATCH /uploads/{token}",
      "POST /uploads/{token}",
    ]);
  });
});
