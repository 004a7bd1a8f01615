import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromPublicId, toPublicId, toTaskId } from "../../ids";
import { readDevice, resolveCollision } from "../devices";
import { readTask, startOperation } from "../operations";
import type { Scope } from "../principal";
import { isPaused } from "./sign-in-guard";
import { type BedDevice, openSessionBed, type SessionBed } from "./testing/session-bed";
import { barOf, eventsOf, signIn, signInAtLast } from "./testing/sign-in-steps";
import { headerStatus } from "./testing/wire-device";

let bed: SessionBed;
beforeAll(async () => {
  bed = await openSessionBed();
});
afterAll(() => bed.close());

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
      expect(await eventsOf(bed, device, "dmwsi.device.authentication_failing.v1")).toEqual([
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
  const collisionsOf = (device: BedDevice) => eventsOf(bed, device, "dmwsi.device.collision.v1");

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
