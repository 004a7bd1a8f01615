import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromPublicId, toPublicId, toTaskId } from "../../ids";
import { readDevice, resolveCollision, setCredentials } from "../devices";
import { projectEvents } from "../events/project-events";
import { readTask, startOperation } from "../operations";
import type { Scope } from "../principal";
import { openResyncInvitation } from "./resync-invitations";
import { isPaused } from "./sign-in-guard";
import { type BedDevice, openSessionBed, type SessionBed } from "./testing/session-bed";
import { headerStatus, type WireDevice } from "./testing/wire-device";

let bed: SessionBed;
beforeAll(async () => {
  bed = await openSessionBed();
});
afterAll(() => bed.close());

/** Cases of a bar, each of which asserts for itself; printed when they are over. */
function barOf(name: string) {
  const bar = { cases: 0, passed: 0 };
  afterAll(() => {
    console.log(`${name} ${bar.passed}/${bar.cases}`);
  });
  return {
    async case(run: () => Promise<void>): Promise<void> {
      bar.cases += 1;
      await run();
      bar.passed += 1;
    },
  };
}

/** The Type of the challenge in the answer heard last, "" where there is none. */
function challengeOf(message: Awaited<ReturnType<WireDevice["signIn"]>>): string {
  const [first] = message.commands;
  return first?.name === "Status" ? (first.chal?.type ?? "") : "";
}

let sessions = 0;
/** A session of its own; answers the status of its package 1. */
async function signIn(wire: WireDevice): Promise<number> {
  wire.hangUp();
  sessions += 1;
  return headerStatus(await wire.signIn({ sessionId: String(sessions) }));
}

/** Signs in, after one challenge where the first try is refused. */
async function signInAtLast(wire: WireDevice): Promise<number> {
  const first = await signIn(wire);
  return first === 401 || first === 407 ? headerStatus(await wire.signIn({ sessionId: String(sessions) })) : first;
}

async function eventsOf({ deviceId }: BedDevice, type: string): Promise<Record<string, unknown>[]> {
  for (let round = 0; round < 20 && (await projectEvents(bed.test.sql)) > 0; round += 1);
  const rows = await bed.test.database.execute(
    sql`select data from events where device_id = ${deviceId} and type = ${type} order by seq`,
  );
  return rows.map((row) => row["data"] as Record<string, unknown>);
}

describe("trust:dm-nonce-life", () => {
  const bar = barOf("dm-nonce-life");
  const legs = ["protected", "clear"] as const;

  it.each(legs)("the current nonce lets in without a challenge, once, on the %s leg", (leg) =>
    bar.case(async () => {
      const device = await bed.newDevice({ client: { type: "mac" } });
      const wire = device.wire({ leg });
      wire.scheme = "mac";
      expect(await signInAtLast(wire)).toBe(200);
      for (let i = 0; i < 5; i += 1) expect(await signIn(wire)).toBe(200);
    }),
  );

  it.each(legs)("after any lost answer a healthy device is in with at most one challenge on the %s leg", (leg) =>
    bar.case(async () => {
      const device = await bed.newDevice({ client: { type: "mac" } });
      for (const lost of [1, 2, 3, 4]) {
        const wire = device.wire({ leg });
        wire.scheme = "mac";
        for (let message = 1; message < lost; message += 1) await signInAtLast(wire);
        const known = wire.nonce;
        await signIn(wire);
        wire.nonce = known;
        expect(await signInAtLast(wire)).toBe(200);
      }
    }),
  );

  it("the previous nonce works while the current one was not used, and never after", () =>
    bar.case(async () => {
      const wire = (await bed.newDevice()).wire();
      await signInAtLast(wire);
      const previous = wire.nonce;
      expect(await signIn(wire)).toBe(212);
      const current = wire.nonce;
      wire.nonce = previous;
      expect(await signIn(wire)).toBe(212);
      wire.nonce = previous;
      expect(await signIn(wire)).toBe(212);
      const newest = wire.nonce;
      expect(newest).not.toEqual(current);
      expect(await signIn(wire)).toBe(212);
      wire.nonce = previous;
      expect(await signIn(wire)).toBe(401);
    }));

  it("a used nonce never works again on a clear leg", () =>
    bar.case(async () => {
      const wire = (await bed.newDevice({ client: { type: "mac" } })).wire({ leg: "clear" });
      wire.scheme = "mac";
      await signInAtLast(wire);
      const used = wire.nonce;
      expect(await signIn(wire)).toBe(200);
      wire.nonce = used;
      expect(await signIn(wire)).toBe(401);
    }));

  it("the nonce of a challenge works for the answer to it only", () =>
    bar.case(async () => {
      const wire = (await bed.newDevice()).wire();
      expect(await signIn(wire)).toBe(401);
      const challenge = wire.nonce;
      expect(await signIn(wire)).toBe(401);
      wire.nonce = challenge;
      expect(headerStatus(await wire.signIn({ sessionId: String(sessions) }))).toBe(212);
      wire.nonce = challenge;
      expect(await signIn(wire)).toBe(401);
    }));

  it("the empty nonce works where it is allowed, once in a life", () =>
    bar.case(async () => {
      const device = await bed.newDevice();
      expect(await signIn(device.wire())).toBe(401);
      const allow = sql`update device_credentials set allow_empty_nonce = true where device_id = ${device.deviceId}`;
      await bed.test.database.execute(allow);
      expect(await signIn(device.wire())).toBe(212);
      expect(await signIn(device.wire())).toBe(401);
    }));

  it("a nonce that the device gives is kept only of one that has proven itself, and only of 1 to 64 octets", () =>
    bar.case(async () => {
      const device = await bed.newDevice({ server: { type: "md5" } });
      const kept = async () => {
        const [row] = await bed.test.database.execute(
          sql`select encode(server_nonce, 'escape') as nonce from device_live where device_id = ${device.deviceId}`,
        );
        return row?.["nonce"] ?? null;
      };
      const gives = (nonce: string) =>
        ({
          name: "Status",
          cmdId: "3",
          msgRef: "1",
          cmdRef: "0",
          cmd: "SyncHdr",
          targetRefs: [],
          sourceRefs: [],
          data: 212,
          items: [],
          chal: { type: "syncml:auth-md5", format: "b64", nextNonce: Buffer.from(nonce).toString("base64") },
        }) as const;
      const wire = device.wire();
      await wire.signIn({ extra: [gives("too early")] });
      expect(await kept()).toBeNull();
      for (const [nonce, expected] of [
        ["in time", "in time"],
        ["", "in time"],
        ["x".repeat(65), "in time"],
        ["y".repeat(64), "y".repeat(64)],
      ] as const) {
        wire.hangUp();
        await wire.signIn({ digest: null });
        await wire.signIn({ extra: [gives(nonce)] });
        expect(await kept()).toBe(expected);
      }
    }));
});

describe("trust:dm-resync", () => {
  const bar = barOf("dm-resync");
  const forms = [new Uint8Array(4), Buffer.from("0x00000000", "ascii")];
  const schemes = ["md5", "mac"] as const;
  const cases = forms.flatMap((nonce, form) => schemes.map((scheme) => ({ nonce, form, scheme })));

  async function wireOf(scheme: "md5" | "mac") {
    const device = await bed.newDevice({ client: { type: scheme } });
    const wire = device.wire({ leg: scheme === "mac" ? "clear" : "protected" });
    wire.scheme = scheme;
    await signInAtLast(wire);
    return { device, wire, ok: scheme === "mac" ? 200 : 212 };
  }

  it.each(cases)("form $form by $scheme: never without an invitation, once with one, and a new nonce follows", (one) =>
    bar.case(async () => {
      const { device, wire, ok } = await wireOf(one.scheme);
      wire.nonce = one.nonce;
      expect(await signIn(wire)).toBe(401);
      expect(await openResyncInvitation(bed.test.database, device.deviceId)).toBe(true);
      wire.nonce = one.nonce;
      expect(await signIn(wire)).toBe(ok);
      expect(await signIn(wire)).toBe(ok);
      wire.nonce = one.nonce;
      expect(await signIn(wire)).toBe(401);
    }),
  );

  it("an invitation is over after ten minutes", () =>
    bar.case(async () => {
      const { device, wire } = await wireOf("md5");
      await openResyncInvitation(bed.test.database, device.deviceId);
      await bed.test.database.execute(
        sql`update resync_invitations set opened_at = now() - interval '601 seconds' where device_id = ${device.deviceId}`,
      );
      wire.nonce = new Uint8Array(4);
      expect(await signIn(wire)).toBe(401);
    }));

  it("three sign-ins in a day and no fourth invitation, each written down", () =>
    bar.case(async () => {
      const { device, wire } = await wireOf("md5");
      for (let i = 0; i < 3; i += 1) {
        expect(await openResyncInvitation(bed.test.database, device.deviceId)).toBe(true);
        wire.nonce = new Uint8Array(4);
        expect(await signIn(wire)).toBe(212);
      }
      expect(await openResyncInvitation(bed.test.database, device.deviceId)).toBe(false);
      wire.nonce = new Uint8Array(4);
      expect(await signIn(wire)).toBe(401);
      const [row] = await bed.test.database.execute(sql`select count(*)::integer as count from audit_entries
        where action = 'device.resync' and object = ${toPublicId("dev", device.deviceId)}`);
      expect(row?.["count"]).toBe(3);
    }));

  it("a credential may forbid it, and a wrong secret uses no invitation up", () =>
    bar.case(async () => {
      const { device, wire } = await wireOf("md5");
      await openResyncInvitation(bed.test.database, device.deviceId);
      const rogue = device.wire({ secret: "a guess at it" });
      rogue.nonce = new Uint8Array(4);
      expect(await signIn(rogue)).toBe(401);
      wire.nonce = new Uint8Array(4);
      expect(await signIn(wire)).toBe(212);
      const forbid = sql`update device_credentials set allow_resync = false where device_id = ${device.deviceId}`;
      await bed.test.database.execute(forbid);
      expect(await openResyncInvitation(bed.test.database, device.deviceId)).toBe(false);
    }));

  it("failures alone never open it", () =>
    bar.case(async () => {
      const { wire } = await wireOf("md5");
      for (let i = 0; i < 8; i += 1) {
        wire.nonce = new Uint8Array(4);
        expect(await signIn(wire)).toBe(401);
      }
    }));
});

describe("trust:dm-downgrade", () => {
  const bar = barOf("dm-downgrade");
  const order = ["basic", "md5", "mac"] as const;
  const ok = { basic: 212, md5: 212, mac: 200 } as const;
  const pairs = order.flatMap((least) => order.map((used) => ({ least, used })));

  it.each(pairs)("a device of $least that comes with $used", ({ least, used }) =>
    bar.case(async () => {
      const wire = (await bed.newDevice({ client: { type: least } })).wire();
      wire.scheme = used;
      const isWeaker = order.indexOf(used) < order.indexOf(least);
      if (isWeaker) {
        for (let i = 0; i < 3; i += 1) {
          const answer = await wire.signIn();
          expect(headerStatus(answer)).toBe(401);
          expect(challengeOf(answer)).toBe(least === "mac" ? "syncml:auth-MAC" : "syncml:auth-md5");
        }
        return;
      }
      expect(await signInAtLast(wire)).toBe(ok[used]);
      // From now on nothing weaker than what it was seen to master.
      for (const weaker of order.slice(0, order.indexOf(used))) {
        wire.scheme = weaker;
        expect(await signIn(wire)).toBe(401);
        expect(headerStatus(await wire.signIn({ sessionId: String(sessions) }))).toBe(401);
      }
      wire.scheme = used;
      expect(await signInAtLast(wire)).toBe(ok[used]);
    }),
  );

  it.each(["basic", "md5"] as const)("on a clear leg a device of %s is let in by MAC only", (scheme) =>
    bar.case(async () => {
      const wire = (await bed.newDevice({ client: { type: scheme } })).wire({ leg: "clear" });
      wire.scheme = scheme;
      const answer = await wire.signIn();
      expect([headerStatus(answer), challengeOf(answer)]).toEqual([401, "syncml:auth-MAC"]);
      expect(headerStatus(await wire.signIn())).toBe(401);
      wire.scheme = "mac";
      expect(await signInAtLast(wire)).toBe(200);
    }),
  );

  it("a device that proves nothing is let in on a protected leg, and on a clear one answered like an unknown one", () =>
    bar.case(async () => {
      const device = await bed.newDevice({ client: { type: "none" } });
      expect(headerStatus(await device.wire().signIn({ digest: null }))).toBe(212);
      const answer = await device.wire({ leg: "clear" }).signIn({ digest: null, sessionId: "2" });
      expect([headerStatus(answer), challengeOf(answer)]).toEqual([407, "syncml:auth-MAC"]);
    }));

  it("only an administrator lowers it again, and that is written down", () =>
    bar.case(async () => {
      const device = await bed.newDevice({ client: { type: "mac" } });
      const id = toPublicId("dev", device.deviceId);
      const lower = (scopes: readonly Scope[]) => {
        const principal = { ...bed.context.principal, scopes: new Set(scopes) };
        return setCredentials({ ...bed.context, principal }, { id, client: { type: "md5", secret: device.secret } });
      };
      await expect(lower(["devices:credentials"])).rejects.toMatchObject({ code: "FORBIDDEN" });
      await lower(["devices:credentials", "users:write"]);
      const rows = await bed.test.database.execute(sql`select before ->> 'client' as before, after ->> 'client' as after
        from audit_entries where action = 'device.set_credentials' and object = ${id}`);
      expect(rows).toEqual([{ before: "mac", after: "md5" }]);
    }));

  it("each raise is written down, once", () =>
    bar.case(async () => {
      const device = await bed.newDevice();
      const wire = device.wire();
      wire.scheme = "mac";
      for (let i = 0; i < 3; i += 1) expect(await signInAtLast(wire)).toBe(200);
      const rows = await bed.test.database.execute(sql`select before, after from audit_entries
        where action = 'device.scheme_raised' order by audit_id desc limit 2`);
      expect(rows[0]).toEqual({ before: { client: "md5" }, after: { client: "mac" } });
    }));
});

describe("trust:dm-throttle", () => {
  const bar = barOf("dm-throttle");
  const ATTACKER = "203.0.113.7";
  const attemptOf = ({ deviceId }: BedDevice, sourceAddress: string) => ({
    deviceId,
    realm: "live" as const,
    sourceAddress,
  });

  /** Answers fresh challenges wrongly, so many times, from an address. */
  async function fails(device: BedDevice, times: number, from: string): Promise<void> {
    const rogue = device.wire({ secret: "a guess at it" });
    rogue.sourceAddress = from;
    for (let left = times; left > 0; ) {
      rogue.hangUp();
      await rogue.signIn({ digest: null });
      for (let i = 0; i < 3 && left > 0; i += 1, left -= 1) expect(headerStatus(await rogue.signIn())).toBe(401);
    }
  }

  async function passPause({ deviceId }: BedDevice): Promise<number> {
    const [row] = await bed.test.database.execute(sql`
      update attempt_counters set blocked_until = now() where key like ${`dm|${deviceId}|%`} and blocked_until > now()
      returning round(extract(epoch from (select blocked_until from attempt_counters old
        where old.key = attempt_counters.key) - now()))::integer as seconds`);
    return Number(row?.["seconds"]);
  }

  it("ten failures from one network pause it, right secret or not; the device elsewhere signs in at once", () =>
    bar.case(async () => {
      const device = await bed.newDevice();
      const wire = device.wire();
      await signInAtLast(wire);
      await fails(device, 9, ATTACKER);
      const neighbour = device.wire();
      neighbour.sourceAddress = "203.0.113.200";
      expect(await isPaused(bed.test.database, attemptOf(device, ATTACKER))).toBe(false);
      await fails(device, 1, ATTACKER);
      expect(await isPaused(bed.test.database, attemptOf(device, ATTACKER))).toBe(true);
      expect(await signInAtLast(neighbour)).toBe(401);
      expect(await signIn(wire)).toBe(212);
      const elsewhere = device.wire();
      elsewhere.sourceAddress = "198.51.100.4";
      expect(await signInAtLast(elsewhere)).toBe(212);
    }));

  it("the pause doubles from one minute to an hour, and when it is over the right secret is let in", () =>
    bar.case(async () => {
      const device = await bed.newDevice();
      await fails(device, 10, ATTACKER);
      const pauses: number[] = [];
      for (let i = 0; i < 8; i += 1) {
        pauses.push(await passPause(device));
        await fails(device, 1, ATTACKER);
      }
      expect(pauses).toEqual([60, 120, 240, 480, 960, 1_920, 3_600, 3_600]);
      await passPause(device);
      const wire = device.wire();
      wire.sourceAddress = ATTACKER;
      expect(await signInAtLast(wire)).toBe(212);
    }));

  it("stale and empty first digests never count, however many", () =>
    bar.case(async () => {
      const device = await bed.newDevice();
      const wire = device.wire();
      wire.sourceAddress = ATTACKER;
      for (let i = 0; i < 20; i += 1) {
        wire.nonce = i % 2 === 0 ? new Uint8Array() : Buffer.from("stale");
        expect(await signIn(wire)).toBe(401);
      }
      expect(await signInAtLast(wire)).toBe(212);
    }));

  it("guesses that leave out the token of the challenge are no way around: its nonce does not count then", () =>
    bar.case(async () => {
      const device = await bed.newDevice();
      const wire = device.wire();
      expect(await signIn(wire)).toBe(401);
      for (let i = 0; i < 3; i += 1) {
        const { nonce } = wire;
        wire.hangUp();
        wire.nonce = nonce;
        expect(await signIn(wire)).toBe(401);
      }
      const rogue = device.wire({ secret: "a guess at it" });
      rogue.sourceAddress = ATTACKER;
      for (let i = 0; i < 10; i += 1) {
        rogue.hangUp();
        await rogue.signIn({ digest: null });
        await rogue.signIn({ url: "/dm" });
      }
      expect(await isPaused(bed.test.database, attemptOf(device, ATTACKER))).toBe(true);
    }));

  it("a paused sender gets the octets that a wrong secret gets", () =>
    bar.case(async () => {
      const device = await bed.newDevice();
      const answers: string[] = [];
      for (const [from, secret] of [
        ["198.51.100.9", "a guess at it"],
        [ATTACKER, device.secret],
      ] as const) {
        if (from === ATTACKER) await fails(device, 10, ATTACKER);
        const wire = device.wire({ secret });
        wire.sourceAddress = from;
        await wire.signIn({ digest: null });
        await wire.signIn();
        answers.push(Buffer.from(wire.lastReply).toString("hex"));
      }
      expect(answers[0]).toBe(answers[1]);
    }));

  it("a hundred failures in an hour raise one alarm, move nothing of the device, and block nobody else", () =>
    bar.case(async () => {
      const device = await bed.newDevice();
      const wire = device.wire();
      await signInAtLast(wire);
      const live = () => bed.test.database.execute(sql`select * from device_live where device_id = ${device.deviceId}`);
      const before = await live();
      for (let network = 0; network < 11; network += 1) await fails(device, 10, `10.0.${network}.1`);
      expect(await live()).toEqual(before);
      expect(await eventsOf(device, "dmwsi.device.authentication_failing.v1")).toEqual([
        { failures: 100, withinSeconds: 3_600 },
      ]);
      expect(await signIn(wire)).toBe(212);
    }));

  it("an unknown device is answered and counted alike, in one row for its network", () =>
    bar.case(async () => {
      const known = await bed.newDevice();
      const answers: number[][] = [];
      for (const devId of [known.devId, "IMEI:990000000000001", "IMEI:990000000000002"]) {
        const rogue = bed.wireOf(devId, "a guess at it");
        rogue.sourceAddress = "192.0.2.77";
        const statuses: number[] = [];
        for (let i = 0; i < 4; i += 1) statuses.push(headerStatus(await rogue.signIn()));
        answers.push(statuses);
      }
      expect(answers).toEqual(Array(3).fill([401, 401, 401, 401]));
      const rows = await bed.test.database.execute(sql`select key from attempt_counters where key like 'dm|%|192.0.2'`);
      expect(rows.map((row) => row["key"]).sort()).toEqual([`dm|${known.deviceId}|192.0.2`, "dm|unknown|192.0.2"]);
    }));
});

describe("trust:dm-collision", () => {
  const bar = barOf("dm-collision");

  /** Two devices under one id, as they are after one was copied: same secret, same nonce. */
  async function twins() {
    const device = await bed.newDevice();
    const [one, other] = [device.wire(), device.wire()];
    expect(await signInAtLast(one)).toBe(212);
    other.nonce = one.nonce;
    return { device, one, other };
  }

  const contactOf = async ({ deviceId }: BedDevice) =>
    (await readDevice(bed.context, { id: toPublicId("dev", deviceId) })).contact.state;
  const collisionsOf = (device: BedDevice) => eventsOf(device, "dmwsi.device.collision.v1");

  it("are told within two sessions of each, held with the second telling, and freed by an administrator", () =>
    bar.case(async () => {
      const { device, one, other } = await twins();
      for (let session = 0; session < 2; session += 1) {
        expect(await signInAtLast(one)).toBe(212);
        expect(await signInAtLast(other)).toBe(212);
      }
      expect(await collisionsOf(device)).toEqual([{ evidence: "nonce_fork", held: false }]);
      expect(await contactOf(device)).toBe("collision");
      for (let session = 0; session < 2; session += 1) {
        expect(await signInAtLast(one)).toBe(212);
        expect(await signInAtLast(other)).toBe(212);
      }
      expect((await collisionsOf(device)).at(-1)).toEqual({ evidence: "nonce_fork", held: true });
      const wipe = await startOperation(bed.context, {
        kind: "node.execute",
        params: { uri: "./LAWMO/Operations/FactoryReset" },
        target: { devices: [device.devId] },
      });
      const look = await startOperation(bed.context, {
        kind: "parameter.get",
        params: { uris: ["./DevInfo/Man"] },
        target: { devices: [device.devId] },
      });
      const taskOf = async (operation: string) =>
        readTask(bed.context, { id: toTaskId(device.deviceId, fromPublicId("op", operation) ?? "") });
      one.hangUp();
      sessions += 1;
      await signInAtLast(one);
      expect(await taskOf(wipe.id)).toMatchObject({
        state: "queued",
        reason: { code: "approval_missing", liftedBy: "an administrator" },
      });
      expect((await taskOf(look.id)).state).toBe("in_session");
      const id = toPublicId("dev", device.deviceId);
      const operator = { ...bed.context.principal, scopes: new Set<Scope>(["devices:write", "devices:credentials"]) };
      const by = { ...bed.context, principal: operator };
      await expect(resolveCollision(by, { id, reason: "seen" })).rejects.toMatchObject({ code: "FORBIDDEN" });
      await resolveCollision(bed.context, { id, reason: "the copy was taken in" });
      expect(await contactOf(device)).toBe("in_session");
      expect((await taskOf(wipe.id)).reason?.code).not.toBe("approval_missing");
      for (let session = 0; session < 4 && (await taskOf(wipe.id)).state === "queued"; session += 1) {
        one.hangUp();
        await one.signIn({ digest: null });
        await one.send(one.answersTo(await one.signIn(), () => ({ status: 404 })));
      }
      expect((await taskOf(wipe.id)).state).toBe("in_session");
    }));

  it("a device that lost answers, forgot its nonces or began again is none", () =>
    bar.case(async () => {
      const device = await bed.newDevice();
      const wire = device.wire();
      for (let round = 0; round < 10; round += 1) {
        await signInAtLast(wire);
        const { nonce } = wire;
        await signInAtLast(wire);
        if (round % 3 === 0) wire.nonce = nonce;
        if (round % 3 === 1) wire.nonce = new Uint8Array();
      }
      expect(await collisionsOf(device)).toEqual([]);
      expect(await contactOf(device)).toBe("on_time");
    }));

  it("a nonce that was given up shows nothing while nobody answers the challenge: old octets make no evidence", () =>
    bar.case(async () => {
      const device = await bed.newDevice();
      const wire = device.wire();
      await signInAtLast(wire);
      const old = wire.nonce;
      for (let i = 0; i < 2; i += 1) await signIn(wire);
      const replay = device.wire();
      for (let i = 0; i < 5; i += 1) {
        replay.nonce = old;
        expect(await signIn(replay)).toBe(401);
      }
      expect(await collisionsOf(device)).toEqual([]);
    }));

  it("a session that goes on after another one displaced it is told", () =>
    bar.case(async () => {
      const device = await bed.newDevice();
      const target = { devices: [device.devId] };
      await startOperation(bed.context, { kind: "parameter.get", params: { uris: ["./DevInfo/Man"] }, target });
      const [one, other] = [device.wire(), device.wire()];
      await signInAtLast(one);
      await signInAtLast(other);
      const late = await one.send([{ name: "Alert", cmdId: "1", data: "1222", items: [] }]);
      expect([401, 407]).toContain(headerStatus(late));
      expect(headerStatus(await one.signIn())).toBe(212);
      expect((await collisionsOf(device)).map(({ evidence }) => evidence)).toEqual(["overlapping_sessions"]);
    }));

  it("another model under the same id is told", () =>
    bar.case(async () => {
      const device = await bed.newDevice();
      const wire = device.wire();
      await signInAtLast(wire);
      wire.model = "R6";
      await signInAtLast(wire);
      await signInAtLast(wire);
      expect(await collisionsOf(device)).toEqual([{ evidence: "identity_changed", held: false }]);
    }));
});
