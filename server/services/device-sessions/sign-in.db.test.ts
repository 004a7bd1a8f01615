import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toPublicId } from "../../ids";
import { setCredentials } from "../devices";
import type { Scope } from "../principal";
import { openResyncInvitation } from "./resync-invitations";
import { openSessionBed, type SessionBed } from "./testing/session-bed";
import { barOf, challengeOf, latestSession, signIn, signInAtLast } from "./testing/sign-in-steps";
import { headerStatus } from "./testing/wire-device";

let bed: SessionBed;
beforeAll(async () => {
  bed = await openSessionBed();
});
afterAll(() => bed.close());

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
      expect(headerStatus(await wire.signIn({ sessionId: latestSession() }))).toBe(212);
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
        expect(headerStatus(await wire.signIn({ sessionId: latestSession() }))).toBe(401);
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
