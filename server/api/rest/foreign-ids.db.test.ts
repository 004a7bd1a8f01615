import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeExternalSystem } from "../../services/external-systems";
import { Scope } from "../../services/principal";
import { openApiDocument } from "./openapi/document";
import type { UseCaseRoute } from "./route";
import { useCaseRoutes } from "./routes";
import { type RestAnswer, type RestClient, type RestServer, startRestServer } from "./testing/rest-server";

const CANARY = "canary";
const DEV_ID = `IMEI:350000000060001`;
const ZEROS = "0".repeat(26);

let server: RestServer;
/** Whose things they are; somebody in the same realm who may see no devices; somebody in the other realm. */
let owner: RestClient;
let limited: RestClient;
let sandbox: RestClient;
let ids: Readonly<Record<string, string>>;

// biome-ignore lint/suspicious/noExplicitAny: the document is looked at as the JSON it is for its readers.
const document: any = JSON.parse(JSON.stringify(openApiDocument(useCaseRoutes)));

beforeAll(async () => {
  server = await startRestServer();
  owner = await server.client(Scope.options);
  limited = await server.client(Scope.options);
  sandbox = await server.client(Scope.options, "sandbox");
  await changeExternalSystem(server.context, { id: limited.id, allowedGroupIds: [] });
  const made = async (path: string, body: object) => (await owner.post(path, body)).json.id as string;
  const device = await made("/devices", { devId: DEV_ID, model: CANARY, tags: [CANARY], msisdn: "436640060001" });
  const operation = await made("/operations", {
    kind: "parameter.get",
    params: { uris: [`./${CANARY}`] },
    target: { devices: [device] },
    reference: CANARY,
    approval: true,
  });
  const partner = await server.client(Scope.options);
  const csv = { authorization: `Bearer ${owner.token}`, "content-type": "text/csv" };
  const file = await fetch(`${server.url}/devices/imports`, { method: "POST", headers: csv, body: "devId\n" });
  const description = await made("/device-descriptions", {
    manufacturer: CANARY,
    model: CANARY,
    document: DESCRIPTION,
  });
  const subscription = await made("/subscriptions", { url: `https://${CANARY}.example/events`, description: CANARY });
  ids = {
    dev: device,
    op: operation,
    task: (await owner.get(`/operations/${operation}/tasks`)).json.items[0].id,
    grp: await made("/groups", { name: CANARY, filter: `tag = "${CANARY}"` }),
    imp: ((await file.json()) as { id: string }).id,
    ddf: description,
    ses: `ses_${ZEROS}`,
    cap: `cap_${ZEROS}`,
    con: `con_${ZEROS}`,
    key: `key_${ZEROS}`,
    sub: subscription,
    gra: await made("/grants", { from: owner.id, to: partner.id, kinds: ["*"] }),
    evt: await made(`/subscriptions/${subscription}/test`, {}),
  };
});
afterAll(() => server.close());

const DESCRIPTION = `<MgmtTree><VerDTD>1.2</VerDTD><Man>${CANARY}</Man><Mod>${CANARY}</Mod><Node><NodeName>A</NodeName><DFProperties><AccessType><Get/></AccessType><DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><Scope><Permanent/></Scope><DFType><MIME>text/plain</MIME></DFType></DFProperties></Node></MgmtTree>`;

/** What the ids in a path begin with, by the segment before them. */
const PREFIXES: Readonly<Record<string, string>> = {
  devices: "dev",
  imports: "imp",
  sessions: "ses",
  operations: "op",
  tasks: "task",
  groups: "grp",
  "device-descriptions": "ddf",
  capabilities: "cap",
  contents: "con",
  "signing-keys": "key",
  subscriptions: "sub",
  deliveries: "evt",
  grants: "gra",
};
/** Things that everybody in a realm shares. */
const SHARED = ["ddf", "cap", "con", "key"];

const withIds = (path: string, idOf: (prefix: string) => string) =>
  path.replace(/\/([\w-]+)\/\{(\w+)\}/g, (_part, segment: string, name: string) =>
    name === "kind" ? `/${segment}/udp` : `/${segment}/${idOf(PREFIXES[segment] ?? segment)}`,
  );

function ask(by: RestClient, { method, path }: UseCaseRoute, idOf: (prefix: string) => string): Promise<RestAnswer> {
  const example = document.paths[path][method.toLowerCase()].requestBody?.content["application/json"];
  const body = example?.example ?? Object.values<{ value: unknown }>(example?.examples ?? {})[0]?.value ?? {};
  const at = withIds(path, idOf);
  switch (method) {
    case "GET":
      return by.get(at);
    case "DELETE":
      return by.delete(at);
    case "POST":
      return by.post(at, body);
    case "PATCH":
      return by.patch(at, body);
    case "PUT":
      return by.put(at, body);
  }
}

const octets = (answer: RestAnswer) => `${answer.status} ${answer.text.replace(answer.json?.instance ?? "-", "ID")}`;
const withId = useCaseRoutes.filter(({ path }) => path.includes("{"));

describe("trust:api-bola: every route with an id", () => {
  it("answers a foreign id, an unknown one and one that can be none with the same 404", async () => {
    const seen = new Set<string>();
    let cases = 0;
    for (const route of withId) {
      const [, segment = ""] = /\/([\w-]+)\/\{\w+\}/.exec(route.path) ?? [];
      const isShared = SHARED.includes(PREFIXES[segment] ?? "");
      for (const by of isShared ? [sandbox] : [limited, sandbox]) {
        for (const idOf of [
          (prefix: string) => ids[prefix] ?? prefix,
          (prefix: string) => `${prefix}_${"0".repeat(prefix === "task" ? 52 : 26)}`,
          () => "nothing",
        ]) {
          const answer = await ask(by, route, idOf);
          expect(answer.status, `${route.method} ${route.path} ${answer.text}`).toBe(404);
          seen.add(octets(answer));
          cases += 1;
        }
      }
    }
    console.log(`api-bola ${cases}/${cases} on ${withId.length} routes`);
    expect([...seen]).toHaveLength(1);
  });

  it("answers a deleted id like an unknown one", async () => {
    const { json: group } = await owner.post("/groups", { name: "to be deleted", devices: [] });
    await owner.delete(`/groups/${group.id}`);
    for (const route of withId.filter(({ path }) => path.startsWith("/groups"))) {
      const [deleted, unknown] = [
        await ask(owner, route, () => group.id),
        await ask(owner, route, () => `grp_${ZEROS}`),
      ];
      expect(octets(deleted)).toBe(octets(unknown));
    }
  });
});

describe("trust:api-no-leak: what is another's", () => {
  it("stands in no list, count, filter, error or export", async () => {
    const canaries = [CANARY, DEV_ID, "436640060001", owner.id, owner.clientId, ...Object.values(ids)].filter(
      (text) => !text.endsWith(ZEROS),
    );
    const lists = useCaseRoutes.filter(({ method, path }) => method === "GET" && !path.includes("{"));
    const sql = encodeURIComponent('devId : "*" or model : "*" or tag : "*"');
    const paths = [
      ...lists.map(({ path }) => `${path}?limit=500`),
      ...lists.map(({ path }) => path),
      `/devices?limit=500&filter=${sql}`,
      `/devices?devId=${DEV_ID}`,
      "/devices?msisdn=436640060001",
      `/devices?group=${ids["grp"]}`,
      `/operations?createdBy=${owner.id}`,
      `/audit?actor=${owner.id}&limit=500`,
      `/audit?object=${ids["dev"]}`,
      "/audit?format=csv",
      "/me",
    ];
    const writes: [string, object][] = [
      ["/devices", { devId: DEV_ID }],
      ["/groups", { name: CANARY.toUpperCase(), devices: [DEV_ID] }],
      ["/operations", { kind: "parameter.get", params: { uris: ["./A"] }, target: { group: ids["grp"] } }],
      ["/operations", { kind: "parameter.get", params: { uris: ["./A"] }, target: { filter: 'devId : "*"' } }],
      ["/operations", { kind: "parameter.get", params: { uris: ["./A"] }, target: { devices: [ids["dev"]] } }],
    ];
    let cases = 0;
    for (const by of [limited, sandbox]) {
      const answers = [
        ...(await Promise.all(paths.map(async (path) => [path, path, await by.get(path)] as const))),
        ...(await Promise.all(
          writes.map(async ([path, body]) => [path, JSON.stringify(body), await by.post(path, body)] as const),
        )),
      ];
      for (const [path, asked, { text }] of answers) {
        // Descriptions of models are shared by all systems of a realm; what one asks for oneself comes back.
        if (by === limited && path.startsWith("/device-descriptions")) continue;
        const own = decodeURIComponent(asked);
        const found = canaries.filter((canary) => !own.includes(canary) && text.includes(canary));
        expect(found, path).toEqual([]);
        cases += 1;
      }
    }
    console.log(`api-no-leak ${cases}/${cases}`);
    expect((await limited.get("/devices")).json.items).toEqual([]);
    expect(cases).toBeGreaterThan(50);
  });
});
