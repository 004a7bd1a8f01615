import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newUuid } from "../../ids";
import { type SeededOperation, seedDevice, seedOperation } from "../../testing/seed-device-work";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { createDeviceStore, type DeviceStore } from "./device-store";
import type { MessageDocument } from "./save-document";

let test: TestDatabase;
let store: DeviceStore;

beforeAll(async () => {
  test = await createTestDatabase();
  store = createDeviceStore(test.sql);
});
afterAll(() => test.close());

const addDevice = (devId: string): Promise<string> => seedDevice(test.sql, devId);
const addTask = (deviceId: string, facts: SeededOperation): Promise<string> =>
  seedOperation(test.sql, [deviceId], facts);

function message(facts: Partial<MessageDocument> = {}): MessageDocument {
  return {
    realm: "live",
    traceKey: newUuid(),
    requestLength: 3,
    starts: true,
    live: {
      sessionKey: newUuid(),
      respTokenHash: Buffer.from([0xaa]),
      msgNo: 1,
      state: "{}",
      nonceCurrent: Buffer.from([1]),
      noncePrevious: null,
      serverNonce: null,
      requestDigest: Buffer.from([2]),
    },
    ...facts,
  };
}

describe("device store", () => {
  it("loads nothing for an unknown device", async () => {
    expect(await store.load(newUuid())).toBeNull();
  });

  it("loads what a device is known by, whatever its texts hold", async () => {
    const deviceId = await addDevice("IMEI:350000000000108");
    const channels = [{ channel: "udp", address: "127.0.0.1:9" }];
    await test.sql`
      update devices set manufacturer = 'Häns "eat", {\\}', model = '', firmware = 'R5-1', language = 'en-GB', dm_version = '1.2',
        channels = ${JSON.stringify(channels)}::text::jsonb where device_id = ${deviceId}`;
    await test.sql`
      insert into device_credentials (device_id, purpose, scheme, name, sealed_secret, allow_empty_nonce)
      values (${deviceId}, 'server_next', 'mac', 'a "name"', 'sealed', true)`;
    const operationId = await addTask(deviceId, { priority: 4 });
    const snapshot = await store.load(deviceId);
    expect(snapshot?.device).toEqual({
      realm: "live",
      devId: "IMEI:350000000000108",
      manufacturer: 'Häns "eat", {\\}',
      model: "",
      firmware: "R5-1",
      software: null,
      hardware: null,
      language: "en-GB",
      dmVersion: "1.2",
      disabled: false,
      channels,
    });
    expect(snapshot?.credentials).toContainEqual({
      purpose: "server_next",
      scheme: "mac",
      name: 'a "name"',
      sealedSecret: "sealed",
      allowEmptyNonce: true,
    });
    expect(snapshot?.tasks).toMatchObject([{ operationId, state: "queued", attempt: 1, results: null }]);
    expect(snapshot?.live).toMatchObject({ version: 0, sessionKey: null, msgNo: 0 });
  });

  it("finds the runnable task behind fifty blocked ones", async () => {
    const deviceId = await addDevice("IMEI:350000000000001");
    for (let i = 0; i < 25; i += 1) await addTask(deviceId, { priority: 0, state: "paused" });
    for (let i = 0; i < 25; i += 1) await addTask(deviceId, { priority: 0, notBefore: "2999-01-01T00:00:00Z" });
    const runnable = await addTask(deviceId, { priority: 9 });
    const snapshot = await store.load(deviceId);
    expect(snapshot?.tasks.map((task) => task.operationId)).toEqual([runnable]);
  });

  it("gives care before campaign: by priority, then age", async () => {
    const deviceId = await addDevice("IMEI:350000000000002");
    const campaign = await addTask(deviceId, { priority: 7 });
    const older = await addTask(deviceId, { priority: 2 });
    const younger = await addTask(deviceId, { priority: 2 });
    const snapshot = await store.load(deviceId);
    expect(snapshot?.tasks.map((task) => task.operationId)).toEqual([older, younger, campaign]);
  });

  it("never reads a table whole, also on a connection whose plans were made while the tables were empty", async () => {
    const tables = ["results", "tasks", "device_credentials", "devices", "device_live", "operations"];
    const deviceId = await addDevice("IMEI:350000000000109");
    await addTask(deviceId, {});
    const fresh = postgres(test.url, { max: 1, onnotice: () => {} });
    const readWhole = async (): Promise<number> => {
      await fresh`select pg_stat_force_next_flush()`;
      const [row] = await fresh`
        select sum(seq_scan)::int as count from pg_stat_user_tables where relname = any (${tables}::text[])`;
      return Number(row?.["count"]);
    };
    try {
      await fresh`analyze`;
      const onOneConnection = createDeviceStore(fresh);
      const before = await readWhole();
      // More often than PostgreSQL makes a plan for the values at hand: the sixth is one for all values.
      for (let n = 0; n < 8; n += 1) await onOneConnection.load(deviceId);
      expect(await readWhole()).toBe(before);
    } finally {
      await fresh.end({ timeout: 5 });
    }
  });

  it("reads no other device's rows, also on a connection whose plans were made while there were hardly any", async () => {
    const other = await createTestDatabase();
    const fresh = postgres(other.url, { max: 1, onnotice: () => {} });
    const rowsRead = async (): Promise<number> => {
      await fresh`select pg_stat_force_next_flush()`;
      const [row] = await fresh`
        select sum(idx_tup_read)::int as count from pg_stat_user_indexes where relname in ('devices', 'device_live', 'wake_ups')`;
      return Number(row?.["count"]);
    };
    try {
      await fresh`analyze`;
      const onOneConnection = createDeviceStore(fresh);
      const deviceId = await seedDevice(fresh, "IMEI:350000000000110");
      let version = 0;
      const session = async () => {
        await onOneConnection.load(deviceId);
        const document = message({ wake: "done", sessionNumber: 1 });
        expect(await onOneConnection.save({ deviceId, version, document, body: Buffer.from("a") })).toBe(true);
        version += 1;
      };
      for (let n = 0; n < 8; n += 1) await session();
      await fresh`
        with made as (insert into devices (device_id, realm, dev_id) select gen_random_uuid(), 'live', 'IMEI:' || n
          from generate_series(1, 2000) as n returning device_id),
        live as (insert into device_live (device_id) select device_id from made)
        insert into wake_ups (device_id, session_id, due_at) select device_id, 1, 'infinity' from made`;
      const before = await rowsRead();
      await session();
      expect((await rowsRead()) - before).toBeLessThan(20);
    } finally {
      await fresh.end({ timeout: 5 });
      await other.close();
    }
  });

  it("lets one of two writers of the same version win and writes nothing for the other", async () => {
    const deviceId = await addDevice("IMEI:350000000000003");
    const save = (body: string) => store.save({ deviceId, version: 0, document: message(), body: Buffer.from(body) });
    const outcomes = await Promise.all([save("one"), save("two")]);
    expect(outcomes.sort()).toEqual([false, true]);
    const [kept] = await test.sql`select count(*)::int as count from dm_messages where device_id = ${deviceId}`;
    expect(kept?.["count"]).toBe(1);
  });

  it("saves the good messages of a batch when one of them is bad", async () => {
    const ids = await Promise.all([4, 5, 6].map((n) => addDevice(`IMEI:35000000000000${n}`)));
    const bad = message({ realm: "nowhere" as "live", announcements: [{ eventId: newUuid(), type: "x", data: {} }] });
    const outcomes = await Promise.allSettled(
      ids.map((deviceId, i) =>
        store.save({ deviceId, version: 0, document: i === 1 ? bad : message(), body: Buffer.from("abc") }),
      ),
    );
    expect(outcomes.map((outcome) => outcome.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });

  it("stores every kind of fact of those of a batch who won, and nothing of who lost its race", async () => {
    const ids = await Promise.all([21, 22, 23].map((n) => addDevice(`IMEI:3500000000000${n}`)));
    const tasks = await Promise.all(ids.map((id) => addTask(id, {})));
    const factsOf = (operationId: string): Partial<MessageDocument> => ({
      results: [{ operationId, attempt: 1, n: 0, data: { answers: [] } }],
      steps: [
        { operationId, eventId: newUuid(), from: "queued", to: "in_session" },
        { operationId, eventId: newUuid(), from: "in_session", to: "succeeded", type: "t", outcome: "verified" },
      ],
      announcements: [{ eventId: newUuid(), type: "a", operationId, data: { said: "so" } }],
      timers: [{ operationId, kind: "retry", seconds: 60 }],
      nodes: [{ uri: "./A", format: "chr", value: "1" }],
      device: { firmware: "2" },
      session: { sessionKey: newUuid(), messages: 1, outcome: "completed" },
      wake: "done",
    });
    const saves = ids.map((deviceId, i) =>
      store.save({
        deviceId,
        version: i === 1 ? 7 : 0,
        document: message(factsOf(tasks[i] ?? "")),
        body: Buffer.from(`body ${i}`),
      }),
    );
    expect(await Promise.all(saves)).toEqual([true, false, true]);
    const rows = await test.sql`
      select d.firmware, t.state, t.outcome, l.version::int,
        (select array_agg(coalesce(o.type, o.to_state::text) order by o.i) from outbox o where o.device_id = d.device_id) as facts,
        (select string_agg(convert_from(m.body, 'utf8'), '') from dm_messages m where m.device_id = d.device_id) as bodies,
        (select count(*)::int from results r where r.device_id = d.device_id) as results,
        (select count(*)::int from timers c where c.device_id = d.device_id) as timers,
        (select count(*)::int from device_nodes n where n.device_id = d.device_id) as nodes,
        (select count(*)::int from dm_sessions s where s.device_id = d.device_id) as sessions
      from devices d join device_live l using (device_id) join tasks t using (device_id)
      where d.device_id = any (${ids}::uuid[]) order by d.dev_id`;
    const won = {
      state: "succeeded",
      outcome: "verified",
      version: 1,
      facts: ["in_session", "t", "a"],
      results: 1,
      timers: 1,
      nodes: 1,
      sessions: 1,
    };
    const lost = {
      state: "queued",
      outcome: null,
      version: 0,
      facts: null,
      results: 0,
      timers: 0,
      nodes: 0,
      sessions: 0,
    };
    expect(rows.map((row) => ({ ...row }))).toEqual([
      { ...won, firmware: "2", bodies: "body 0" },
      { ...lost, firmware: null, bodies: null },
      { ...won, firmware: "2", bodies: "body 2" },
    ]);
  });

  it("keeps two processes that save the same devices in opposite order from blocking each other", async () => {
    const ids = await Promise.all(Array.from({ length: 30 }, (_, n) => addDevice(`IMEI:3500000000001${n + 10}`)));
    const other = createDeviceStore(test.sql);
    const outcomes: boolean[] = [];
    for (let round = 0; round < 10; round += 1) {
      const saves = ids.flatMap((deviceId) => [store, other].map((one) => ({ deviceId, one })));
      if (round % 2) saves.reverse();
      const rounds = await Promise.all(
        saves.map(({ deviceId, one }) =>
          one.save({ deviceId, version: round, document: message(), body: Buffer.from("abc") }),
        ),
      );
      outcomes.push(...rounds);
    }
    expect(outcomes.filter(Boolean)).toHaveLength(ids.length * 10);
  });

  it("moves a task and its outbox row together, and leaves a task alone that is elsewhere by now", async () => {
    const deviceId = await addDevice("IMEI:350000000000007");
    const operationId = await addTask(deviceId, {});
    const step = { operationId, eventId: newUuid(), from: "queued", to: "in_session" } as const;
    await store.save({ deviceId, version: 0, document: message({ steps: [step] }), body: Buffer.from("abc") });
    await store.save({
      deviceId,
      version: 1,
      document: message({ steps: [{ ...step, eventId: newUuid() }] }),
      body: Buffer.from("abc"),
    });
    const rows = await test.sql`select to_state from outbox where device_id = ${deviceId}`;
    expect(rows.map((row) => row["to_state"])).toEqual(["in_session"]);
  });

  it("stores what a message tells once and alike, whether it comes in a batch or ends a large object", async () => {
    const told: Record<string, unknown>[][] = [];
    for (const [number, parts] of [null, { first: 0, octets: [], isOver: true, whole: null }].entries()) {
      const deviceId = await addDevice(`IMEI:35000000000020${number}`);
      const operationId = await addTask(deviceId, { taskState: "in_session" });
      const nodes = ["a", "b"].map((name) => ({
        uri: `./Ext/${name}`,
        format: "chr",
        type: "text/plain",
        value: `"${name}\\"`,
      }));
      const document = message({
        results: [{ operationId, attempt: 1, n: 0, data: { answers: [] } }],
        steps: [
          {
            operationId,
            eventId: newUuid(),
            from: "in_session",
            to: "succeeded",
            outcome: "verified",
            data: { by: 1 },
          },
        ],
        announcements: [{ eventId: newUuid(), type: "dmwsi.device.alert.v1", data: { data: "1226" } }],
        nodes,
        device: { firmware: "R5-2" },
        session: { sessionKey: newUuid(), messages: 2, outcome: "completed" },
        wake: "done",
      });
      const saved = { deviceId, version: 0, document, body: Buffer.from("abc"), parts };
      expect(await store.save(saved)).toBe(true);
      const rows = await test.sql`
        select (select json_agg(uri || ' ' || value order by uri) from device_nodes where device_id = ${deviceId}) as nodes,
          (select json_agg(data) from results where device_id = ${deviceId}) as results,
          (select json_agg(json_build_array(i, type, to_state, data) order by i) from outbox where device_id = ${deviceId}) as outbox,
          (select json_agg(json_build_array(state, outcome)) from tasks where device_id = ${deviceId}) as tasks,
          (select json_agg(json_build_array(messages, outcome)) from dm_sessions where device_id = ${deviceId}) as sessions,
          (select json_agg(convert_from(body, 'UTF8')) from dm_messages where device_id = ${deviceId}) as messages,
          (select firmware from devices where device_id = ${deviceId}) as firmware`;
      told.push([...rows]);
    }
    expect(told[0]).toEqual([
      {
        nodes: ['./Ext/a "a\\"', './Ext/b "b\\"'],
        results: [{ answers: [] }],
        outbox: [
          [0, null, "succeeded", { by: 1 }],
          [1, "dmwsi.device.alert.v1", null, { data: "1226" }],
        ],
        tasks: [["succeeded", "verified"]],
        sessions: [[2, "completed"]],
        messages: ["abc"],
        firmware: "R5-2",
      },
    ]);
    expect(told[1]).toEqual(told[0]);
  });

  it("refuses an illegal step of a task, whoever asks", async () => {
    const deviceId = await addDevice("IMEI:350000000000008");
    const operationId = await addTask(deviceId, { taskState: "succeeded" });
    await expect(test.sql`update tasks set state = 'queued' where operation_id = ${operationId}`).rejects.toThrow(
      /not allowed/,
    );
  });

  it("updates the hot rows in place: at least 95 % HOT", async () => {
    const deviceId = await addDevice("IMEI:350000000000009");
    for (let version = 0; version < 200; version += 1) {
      await store.save({ deviceId, version, document: message(), body: Buffer.from("abc") });
    }
    const [hot] = await test.sql`
      select pg_stat_force_next_flush(), pg_stat_clear_snapshot()`.then(
      () =>
        test.sql`select sum(n_tup_hot_upd)::float / sum(n_tup_upd) as share from pg_stat_all_tables where relname = 'device_live'`,
    );
    expect(hot?.["share"]).toBeGreaterThan(0.95);
  });
});
