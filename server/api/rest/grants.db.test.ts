import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deviceIdOf, fromPublicId, newUuid } from "../../ids";
import { createDeviceStore } from "../../services/device-sessions/device-store";
import { projectEvents } from "../../services/events/project-events";
import type { TaskState } from "../../services/operations/schemas";
import type { Scope } from "../../services/principal";
import { findViolations } from "../../testing/invariants";
import { type RestClient, type RestServer, startRestServer } from "./testing/rest-server";

const SCOPES: readonly Scope[] = ["events:read", "subscriptions:write", "operations:read", "operations:write"];
const RESULT = { values: [{ uri: "./DevInfo/Man", status: 200, format: "chr", type: "text/plain", value: "Acme" }] };

let server: RestServer;
let owner: RestClient;
let devices = 0;

beforeAll(async () => {
  server = await startRestServer();
  owner = await server.client([...SCOPES, "devices:write"]);
});
afterAll(() => server.close());

const client = () => server.client(SCOPES);

/** A grant in force. */
async function grantTo(to: RestClient, body: object = {}): Promise<string> {
  const { json } = await owner.post("/grants", { from: owner.id, to: to.id, kinds: ["parameter.*"], ...body });
  expect((await to.post(`/grants/${json.id}/accept`, {})).status).toBe(200);
  return json.id;
}

/** An operation on a device of its own, and how it is ended. */
async function start(delivery: object | undefined, by = owner, headers: Record<string, string> = {}) {
  devices += 1;
  const devId = `IMEI:${350_000_007_000_000 + devices}`;
  await owner.post("/devices", { devId });
  const params = { uris: ["./DevInfo/Man"] };
  const body = { kind: "parameter.get", params, target: { devices: [devId] }, delivery };
  const answer = await by.post("/operations", body, headers);
  return { answer, body, finish: () => finish(deviceIdOf("live", devId), answer.json.id) };
}

async function finish(deviceId: string, publicId: string): Promise<void> {
  const operationId = fromPublicId("op", publicId) ?? "";
  const store = createDeviceStore(server.test.sql);
  const step = { operationId, outcome: "acknowledged" as const };
  await server.test.sql`insert into results (device_id, operation_id, attempt, n, data)
    values (${deviceId}, ${operationId}, 1, 1, ${JSON.stringify({ answers: [], result: RESULT })}::text::jsonb)`;
  const change = (from: TaskState, to: TaskState, type: object) =>
    store.change(deviceId, null, { realm: "live", steps: [{ ...step, eventId: newUuid(), from, to, ...type }] });
  await change("queued", "in_session", { outcome: undefined });
  await change("in_session", "succeeded", { type: "dmwsi.task.succeeded.v1", data: { outcome: "acknowledged" } });
  await project();
}

/** What a device reports by itself for an operation. */
async function reportFor(publicId: string): Promise<void> {
  await server.test.sql`insert into outbox (device_id, version, i, event_id, realm, type, operation_id, data)
    select device_id, 1000, 0, ${newUuid()}::uuid, 'live', 'dmwsi.device.alert.v1', operation_id, '{"data": "Acme"}'::jsonb
    from tasks where operation_id = ${fromPublicId("op", publicId)}`;
}

async function project(): Promise<void> {
  for (let round = 0; round < 100 && (await projectEvents(server.test.sql)) > 0; round += 1);
}

interface Item {
  readonly type: string;
  readonly data?: {
    readonly taskId: string | null;
    readonly facts: unknown;
    readonly result?: unknown;
    readonly links: Readonly<Record<string, string>>;
  };
  readonly sequence: string;
  readonly subject?: string;
}
const feedWhere = async (reader: RestClient, isWanted: (item: Item) => boolean): Promise<Item[]> =>
  (await reader.get("/events?limit=500")).json.items.filter(isWanted);
const isOfGrant = ({ type }: Item) => type.startsWith("dmwsi.grant.");
/** What is told of operations and devices. */
const feedOf = (reader: RestClient) => feedWhere(reader, (item) => !isOfGrant(item));

describe("a grant", () => {
  it("is in force when the other side has accepted what one has offered, or asked for", async () => {
    const partner = await client();
    const offer = await owner.post("/grants", { from: owner.id, to: partner.id, kinds: ["*"], detail: "status" });
    expect([offer.status, offer.json.state, offer.json.toConsentedAt]).toEqual([201, "waiting", null]);
    expect(offer.headers.get("location")).toBe(`/api/v1/grants/${offer.json.id}`);
    expect((await owner.post(`/grants/${offer.json.id}/accept`, {})).status).toBe(409);
    const accepted = await partner.post(`/grants/${offer.json.id}/accept`, {});
    expect([accepted.status, accepted.json.state]).toEqual([200, "active"]);

    const request = await partner.post("/grants", { from: owner.id, to: partner.id, kinds: ["firmware.update"] });
    expect((await partner.post(`/grants/${request.json.id}/accept`, {})).status).toBe(409);
    expect((await owner.post(`/grants/${request.json.id}/accept`, {})).json.state).toBe("active");
    const again = await owner.post(`/grants/${request.json.id}/accept`, {});
    expect([again.status, again.json.detail]).toEqual([409, expect.stringContaining("in force")]);
    const { json } = await partner.get("/grants?state=active");
    expect(json.items.map(({ id }: { id: string }) => id)).toEqual([request.json.id, offer.json.id]);
    expect((await partner.get("/grants?state=waiting")).json.items).toEqual([]);
  });

  it("is proposed by one of its two sides, of one environment, for kinds that there are", async () => {
    const partner = await client();
    const sandbox = await server.client(SCOPES, "sandbox");
    const others = await client();
    const refused = [
      [{ from: others.id, to: partner.id, kinds: ["*"] }, "/from"],
      [{ from: owner.id, to: owner.id, kinds: ["*"] }, "/to"],
      [{ from: owner.id, to: sandbox.id, kinds: ["*"] }, "/to"],
      [{ from: owner.id, to: "xs_nobody", kinds: ["*"] }, "/to"],
      [{ from: owner.id, to: partner.id, kinds: ["coffee.*"] }, "/kinds/0"],
      [{ from: owner.id, to: partner.id, kinds: [] }, "/kinds"],
    ] as const;
    for (const [body, pointer] of refused) {
      const { status, json } = await owner.post("/grants", body);
      expect([status, json.errors[0].pointer]).toEqual([422, pointer]);
    }
  });

  it("is ended by either side, is then not found like one of others, and each step is in the audit log", async () => {
    const partner = await client();
    const id = await grantTo(partner);
    const others = await client();
    expect((await others.delete(`/grants/${id}`)).status).toBe(404);
    expect((await others.post(`/grants/${id}/accept`, {})).status).toBe(404);
    expect((await partner.delete(`/grants/${id}`)).status).toBe(200);
    for (const by of [owner, partner]) {
      expect((await by.get(`/grants/${id}`)).status).toBe(404);
      expect((await by.post(`/grants/${id}/accept`, {})).status).toBe(404);
      expect((await by.delete(`/grants/${id}`)).status).toBe(404);
      expect((await by.get("/grants")).text).not.toContain(id);
    }
    const entries = await server.test
      .sql`select action, actor_id from audit_entries where object = ${id} order by audit_id`;
    expect(entries.map((entry) => [entry["action"], entry["actor_id"]])).toEqual([
      ["grant.propose", owner.id],
      ["grant.accept", partner.id],
      ["grant.end", partner.id],
    ]);
  });

  it("is told to the other side, step by step, with where it is found as long as it is", async () => {
    const [from, to] = await Promise.all([1, 2].map(client));
    if (!from || !to) throw new Error("no clients");
    const { json: grant } = await from.post("/grants", { from: from.id, to: to.id, kinds: ["parameter.*"] });
    expect((await to.post(`/grants/${grant.id}/accept`, {})).status).toBe(200);
    expect((await from.delete(`/grants/${grant.id}`)).status).toBe(200);
    await project();
    const facts = { grantId: grant.id, from: from.id, to: to.id, kinds: ["parameter.*"], detail: grant.detail };
    const links = { grant: `/api/v1/grants/${grant.id}` };
    const stepsOf = async (reader: RestClient) =>
      (await feedWhere(reader, isOfGrant)).map(({ type, subject, data }) => [type, subject, data?.facts, data?.links]);
    expect(await stepsOf(from)).toEqual([["dmwsi.grant.accepted.v1", grant.id, facts, links]]);
    expect(await stepsOf(to)).toEqual([
      ["dmwsi.grant.proposed.v1", grant.id, facts, links],
      ["dmwsi.grant.ended.v1", grant.id, facts, {}],
    ]);
  });

  it("is proposed once for one Idempotency-Key", async () => {
    const partner = await client();
    const body = { from: owner.id, to: partner.id, kinds: ["*"] };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => owner.post("/grants", body, { "idempotency-key": "grant-once" })),
    );
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect((await partner.get("/grants")).json.items).toHaveLength(1);
  });
});

describe("an operation's recipients", () => {
  it("need a grant in force for the kind and the detail each; what is wrong is pointed at, and nothing is started", async () => {
    const [granted, offered, otherKind, lower, nobody] = await Promise.all([1, 2, 3, 4, 5].map(client));
    if (!granted || !offered || !otherKind || !lower || !nobody) throw new Error("no clients");
    await grantTo(granted);
    await owner.post("/grants", { from: owner.id, to: offered.id, kinds: ["*"] });
    await grantTo(otherKind, { kinds: ["firmware.*"] });
    await grantTo(lower, { detail: "status" });
    const before = await server.test.sql`select count(*)::int as n from operations`;
    const recipients = [granted.id, offered.id, otherKind.id, lower.id, nobody.id, "xs_nobody", owner.id];
    const { answer } = await start({ recipients });
    expect(answer.status).toBe(422);
    expect(answer.json.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(
      [1, 2, 3, 4, 5, 6].map((n) => `/delivery/recipients/${n}`),
    );
    expect((await start({ recipients: [granted.id, granted.id] })).answer.status).toBe(422);
    expect((await start({ recipients: [granted.id], detail: "full" })).answer.status).toBe(422);
    // A grant goes one way.
    expect((await start({ recipients: [owner.id] }, granted)).answer.status).toBe(422);
    expect(await server.test.sql`select count(*)::int as n from operations`).toEqual(before);
  });

  it("are told of it in their own feeds, each in its detail, and nobody else is", async () => {
    const [status, result, full, others] = await Promise.all([1, 2, 3, 4].map(client));
    if (!status || !result || !full || !others) throw new Error("no clients");
    for (const [detail, to] of Object.entries({ status, result, full })) await grantTo(to, { detail });
    for (const [detail, to] of Object.entries({ status, result, full })) {
      const { answer, finish } = await start({ recipients: [to.id], detail });
      expect(answer.status).toBe(202);
      expect(answer.json.delivery).toEqual({ detail, recipients: [{ id: to.id, state: "active" }] });
      expect((await owner.get(`/operations/${answer.json.id}`)).json.delivery).toEqual(answer.json.delivery);
      await reportFor(answer.json.id);
      await project();
      await finish();
      const feed = await feedOf(to);
      expect(feed.map(({ type }) => type)).toEqual([
        "dmwsi.operation.created.v1",
        "dmwsi.device.alert.v1",
        "dmwsi.task.succeeded.v1",
        "dmwsi.operation.completed.v1",
      ]);
      expect(feed[1]?.data?.facts).toEqual(detail === "status" ? null : { data: "Acme" });
      const ended = feed[2]?.data;
      expect(ended).toMatchObject({ operationId: answer.json.id, facts: { outcome: "acknowledged" } });
      expect(ended?.result).toEqual(detail === "status" ? undefined : RESULT);
      const task = await to.get(`/tasks/${ended?.taskId}`);
      expect(ended?.links["task"]).toBe(detail === "status" ? undefined : `/api/v1/tasks/${ended?.taskId}`);
      expect(task.status).toBe(detail === "status" ? 404 : 200);
      if (detail !== "status") expect(task.json.result).toEqual(RESULT);
      // Results only: the operation itself, and what belongs to it, is its owner's.
      expect((await to.get(`/operations/${answer.json.id}`)).status).toBe(404);
      expect((await to.get(`/operations/${answer.json.id}/tasks`)).status).toBe(404);
      expect((await to.get("/operations")).json.items).toEqual([]);
      expect((await others.get(`/tasks/${ended?.taskId}`)).status).toBe(404);
    }
    expect(await feedOf(others)).toEqual([]);
    expect(await findViolations(server.test.sql)).toEqual([]);
  });

  it("see nothing from the moment the grant is ended, also of what they were told before; the owner sees that", async () => {
    const [ended, kept] = await Promise.all([1, 2].map(client));
    if (!ended || !kept) throw new Error("no clients");
    const grant = await grantTo(ended);
    await grantTo(kept);
    const recipients = [ended.id, kept.id];
    const told = await start({ recipients });
    await told.finish();
    const open = await start({ recipients });
    await project();
    const before = await feedOf(ended);
    expect(before.map(({ type }) => type)).toContain("dmwsi.task.succeeded.v1");
    const taskId = before[1]?.data?.taskId;
    expect((await ended.get(`/tasks/${taskId}`)).status).toBe(200);

    expect((await owner.delete(`/grants/${grant}`)).status).toBe(200);
    await open.finish();
    const after = await feedOf(ended);
    expect(after.map(({ type }) => type)).toEqual(before.map(() => "dmwsi.event.withdrawn.v1"));
    expect(after.map(({ sequence }) => sequence)).toEqual(before.map(({ sequence }) => sequence));
    expect(JSON.stringify(after)).not.toMatch(/op_|task_|dev_|Acme/);
    expect((await ended.get(`/tasks/${taskId}`)).status).toBe(404);
    expect((await feedOf(kept)).filter(({ type }) => type.includes(".task."))).toHaveLength(2);
    const { delivery } = (await owner.get(`/operations/${open.answer.json.id}`)).json;
    const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);
    expect(delivery.recipients).toEqual(
      [
        { id: ended.id, state: "revoked" },
        { id: kept.id, state: "active" },
      ].sort(byId),
    );
    expect((await start({ recipients })).answer.status).toBe(422);
    expect(await findViolations(server.test.sql)).toEqual([]);
  });

  it("are those of the first of two requests with one Idempotency-Key, which start one operation", async () => {
    const partner = await client();
    await grantTo(partner);
    const key = { "idempotency-key": "delivered-once" };
    const { answer, body } = await start({ recipients: [partner.id] }, owner, key);
    const again = await owner.post("/operations", body, key);
    expect([again.text, again.headers.get("idempotency-replayed")]).toEqual([answer.text, "true"]);
    expect((await owner.post("/operations", { ...body, delivery: undefined }, key)).status).toBe(422);
    await project();
    expect(await feedOf(partner)).toHaveLength(1);
  });
});
