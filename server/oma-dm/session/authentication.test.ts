import { afterAll, describe, expect, test } from "vitest";
import type { Encoding } from "../element";
import type { Command } from "../syncml";
import {
  alert,
  type BenchCredentials,
  devInfo,
  LockstepDevice,
  nonceNumber,
  PlannedRun,
  SessionBench,
  type SessionBenchOptions,
} from "../testing";

const SECRET = "Tr4il-m1x";
const NAME = "line-7781";
const octets = (text: string): Uint8Array => Buffer.from(text, "utf8");

const md5 = { scheme: "md5", name: NAME, secret: octets(SECRET) } as const;
const basic = { scheme: "basic", name: NAME, secret: octets(SECRET) } as const;
const server = {
  scheme: "md5",
  name: "carrier-dm",
  secret: octets("s3rv-9931"),
  nonce: octets("server-nonce"),
} as const;

const packageOne: readonly Command[] = [alert("1201"), devInfo()];

/** The Cred that a bench's server sent, once and only to a device that had proven itself. */
let oracleCases = 0;
let oracleQuiet = 0;

function expectNoOracle(device: LockstepDevice): void {
  oracleCases += 1;
  expect(device.heard.header.cred).toBeUndefined();
  expect(device.heard.header.source.locName).toBeUndefined();
  expect(device.commands()).toEqual([]);
  oracleQuiet += 1;
}

describe.each(["wbxml", "xml"] as const)("authentication in %s", (encoding: Encoding) => {
  const device = (options: { nonce?: Uint8Array; secret?: string } = {}): LockstepDevice =>
    new LockstepDevice({
      encoding,
      credential: { name: NAME, secret: options.secret ?? SECRET },
      ...(options.nonce && { nonce: options.nonce }),
    });
  const bench = (credentials: BenchCredentials | null, options: Partial<SessionBenchOptions> = {}): SessionBench =>
    new SessionBench({
      encoding,
      credentials,
      runs: [new PlannedRun("t", [[{ name: "Get", uri: "./A" }]])],
      ...options,
    });

  describe("407: no credentials", () => {
    test("every command of the package gets the same status, and nothing is sent", () => {
      const phone = device();
      const dm = bench({ client: md5, server });
      phone.hears(dm.exchange(phone.says([...packageOne, alert("1226", [{ data: "" }])])));
      expect(phone.statuses()).toEqual([407, 407, 407, 407]);
      expect(phone.heard.final).toBe(true);
      expect(dm.effects).toEqual([{ kind: "authentication_failed", reason: "missing", afterChallenge: false }]);
      expectNoOracle(phone);
    });

    test("commands inside a group get it too", () => {
      const phone = device();
      const dm = bench({ client: md5 });
      const group: Command = { name: "Sequence", cmdId: "", commands: [alert("1201"), devInfo()] };
      phone.hears(dm.exchange(phone.says([group])));
      expect(phone.statuses()).toEqual([407, 407, 407, 407]);
    });

    test("the challenge names the scheme of the credential, with a nonce for digests only", () => {
      const phone = device();
      phone.hears(bench({ client: md5 }).exchange(phone.says(packageOne)));
      expect(phone.chal()).toEqual({
        type: "syncml:auth-md5",
        format: "b64",
        nextNonce: Buffer.from(nonceNumber("X", 0)).toString("base64"),
      });
      const old = device();
      old.hears(bench({ client: basic }).exchange(old.says(packageOne)));
      expect(old.chal()).toEqual({ type: "syncml:auth-basic", format: "b64" });
    });
  });

  describe("401: wrong credentials", () => {
    test.each([
      ["a wrong secret", { secret: "guess" }, "md5", "wrong"],
      ["basic where digests are due is no way around them", {}, "basic", "weaker_scheme"],
      ["a digest on the nonce before last", { nonce: nonceNumber("C", 90) }, "md5", "wrong"],
      ["a digest on the empty nonce", { nonce: new Uint8Array() }, "md5", "stale_nonce"],
    ] as const)("%s", (_case, options, cred, reason) => {
      const phone = device(options);
      const dm = bench({ client: { ...md5, nonceCurrent: nonceNumber("C", 99) }, server });
      phone.hears(dm.exchange(phone.says(packageOne, { cred })));
      expect(phone.statuses()).toEqual([401, 401, 401]);
      expect(phone.chal()?.type).toBe("syncml:auth-md5");
      expect(dm.effects).toEqual([{ kind: "authentication_failed", reason, afterChallenge: false }]);
      expectNoOracle(phone);
    });

    test("the previous nonce where it is not accepted", () => {
      const phone = device({ nonce: nonceNumber("C", 98) });
      const nonces = { nonceCurrent: nonceNumber("C", 99), noncePrevious: nonceNumber("C", 98) };
      const dm = bench({ client: { ...md5, ...nonces, acceptPreviousNonce: false } });
      phone.hears(dm.exchange(phone.says(packageOne, { cred: "md5" })));
      expect(phone.statuses()).toEqual([401, 401, 401]);
      expect(dm.effect("authentication_failed")?.reason).toBe("stale_nonce");
    });

    test.each([
      ["no base64", { type: "syncml:auth-md5", data: "%%%" }],
      ["a wrong basic secret", { type: "syncml:auth-basic", data: "bGluZS03NzgxOmd1ZXNz" }],
      ["an unknown type", { type: "syncml:auth-x509", data: "AAAA" }],
      ["no type", { type: "", data: "" }],
    ])("%s", (_case, cred) => {
      const phone = device();
      const dm = bench({ client: basic });
      phone.hears(dm.exchange(phone.says(packageOne, { cred })));
      expect(phone.statuses()).toEqual([401, 401, 401]);
      expect(dm.effect("authentication_failed")?.reason).toBe("wrong");
    });
  });

  describe("an unknown device", () => {
    test.each([undefined, "basic", "md5"] as const)(
      "is answered in the same octets as a known one, with Cred %s",
      (cred) => {
        const asked = [{ client: { ...md5, nonceCurrent: nonceNumber("C", 99) }, server }, null].map((credentials) => {
          const phone = device({ secret: "guess" });
          const dm = bench(credentials);
          const reply = dm.exchange(phone.says(packageOne, cred && { cred }));
          phone.hears(reply);
          expectNoOracle(phone);
          return { reply, reason: dm.effect("authentication_failed")?.reason };
        });
        expect(Buffer.compare(asked[0]?.reply ?? octets("a"), asked[1]?.reply ?? octets("b"))).toBe(0);
        expect(asked[1]?.reason).toBe("unknown_device");
      },
    );

    test("stays unknown whatever it proves", () => {
      const phone = new LockstepDevice({
        encoding,
        credential: { name: "unknown", secret: "\0".repeat(20) },
        nonce: new Uint8Array(16),
      });
      phone.hears(bench(null).exchange(phone.says(packageOne, { cred: "md5" })));
      expect(phone.statuses()).toEqual([401, 401, 401]);
    });
  });

  test("after three challenges the fourth failure ends the session without another", () => {
    const phone = device({ secret: "guess" });
    const dm = bench({ client: md5, server });
    for (const afterChallenge of [false, true, true]) {
      phone.hears(dm.exchange(phone.says(packageOne, { cred: "md5" })));
      expect(phone.chal()).toBeDefined();
      expect(phone.heard.header.respUri).toBeDefined();
      expect(dm.effect("authentication_failed")?.afterChallenge).toBe(afterChallenge);
    }
    phone.hears(dm.exchange(phone.says(packageOne, { cred: "md5" })));
    expect(phone.statuses()).toEqual([401, 401, 401]);
    expect(phone.chal()).toBeUndefined();
    expect(phone.heard.header.respUri).toBeUndefined();
    expect(dm.effect("session_over")?.outcome).toBe("authentication_failed");
    expect(dm.state).toBeNull();
    expectNoOracle(phone);
  });

  describe("212: trusted for the session", () => {
    test.each([
      ["current", nonceNumber("C", 99)],
      ["challenge", nonceNumber("X", 0)],
      ["previous", nonceNumber("C", 98)],
      ["empty", new Uint8Array()],
    ] as const)("a digest on the %s nonce, with a new one for the next session", (used, nonce) => {
      const phone = device({ nonce });
      const nonces = { nonceCurrent: nonceNumber("C", 99), noncePrevious: nonceNumber("C", 98) };
      const dm = bench({ client: { ...md5, ...nonces, acceptEmptyNonce: true } });
      phone.hears(dm.exchange(phone.says(packageOne, { cred: "md5" })));
      expect(phone.statuses()).toEqual([212, 200, 200]);
      expect(phone.nonce).toEqual(nonceNumber("C", 1));
      expect(dm.effects.slice(0, 3)).toEqual([
        { kind: "session_started", initiated: "client", sessionId: "1" },
        { kind: "authenticated", scheme: "md5", nonce: used },
        { kind: "client_nonce", nonce: nonceNumber("C", 1), used },
      ]);
    });

    test("the session goes on without credentials, and the next one begins with the new nonce", () => {
      const phone = device({ nonce: nonceNumber("C", 99) });
      const dm = bench({ client: { ...md5, nonceCurrent: nonceNumber("C", 99) } });
      phone.hears(dm.exchange(phone.says(packageOne, { cred: "md5" })));
      phone.hears(dm.exchange(phone.says([phone.answers("SyncHdr", 200)])));
      expect(phone.statuses()).toEqual([200]);
      phone.startsAnew("2");
      phone.hears(dm.exchange(phone.says(packageOne, { cred: "md5" })));
      expect(phone.statuses()).toEqual([212, 200, 200]);
      expect(dm.effect("authenticated")?.nonce).toBe("current");
    });

    test("basic, where it is configured, needs no nonce", () => {
      const phone = device();
      const dm = bench({ client: basic });
      phone.hears(dm.exchange(phone.says(packageOne, { cred: "basic" })));
      expect(phone.statuses()).toEqual([212, 200, 200]);
      expect(phone.chal()).toBeUndefined();
      expect(dm.effect("client_nonce")).toBeUndefined();
    });

    test("a digest where basic is configured is more than asked for", () => {
      const phone = device({ nonce: nonceNumber("C", 99) });
      const dm = bench({ client: { ...basic, nonceCurrent: nonceNumber("C", 99) } });
      phone.hears(dm.exchange(phone.says(packageOne, { cred: "md5" })));
      expect(phone.statuses()).toEqual([212, 200, 200]);
      expect(dm.effect("authenticated")).toEqual({ kind: "authenticated", scheme: "md5", nonce: "current" });
    });

    test("a device of scheme none is let in as it is", () => {
      const phone = device();
      const dm = bench({ client: { scheme: "none" } });
      phone.hears(dm.exchange(phone.says(packageOne)));
      expect(phone.statuses()).toEqual([212, 200, 200]);
      expect(dm.effect("authenticated")).toEqual({ kind: "authenticated", scheme: "none", nonce: "none" });
    });

    test("a device that is disabled in the middle of its session is stopped", () => {
      const phone = device({ nonce: nonceNumber("C", 99) });
      const dm = bench({ client: { ...md5, nonceCurrent: nonceNumber("C", 99) } });
      phone.hears(dm.exchange(phone.says(packageOne, { cred: "md5" })));
      const disabled = bench(null);
      disabled.state = dm.state;
      phone.hears(disabled.exchange(phone.says([phone.answers("SyncHdr", 200)])));
      expect(phone.statuses()).toEqual([407]);
      expectNoOracle(phone);
    });
  });

  describe("200: trusted for the message", () => {
    const client = { ...md5, sessionTrust: false, nonceCurrent: nonceNumber("C", 99) };

    test("each message brings a digest on the newest nonce and is given the next", () => {
      const phone = device({ nonce: nonceNumber("C", 99) });
      const dm = bench({ client });
      phone.hears(dm.exchange(phone.says(packageOne, { cred: "md5" })));
      expect(phone.statuses()).toEqual([200, 200, 200]);
      expect(phone.nonce).toEqual(nonceNumber("C", 1));
      const [get] = phone.commands();
      if (!get) throw new Error("no Get");
      phone.hears(dm.exchange(phone.says([phone.answers("SyncHdr", 200), phone.answers(get, 404)], { cred: "md5" })));
      expect(phone.statuses()).toEqual([200]);
      expect(dm.effect("client_nonce")).toEqual({ kind: "client_nonce", nonce: nonceNumber("C", 2), used: "current" });
      expect(dm.effect("task")?.answers).toEqual([{ kind: "status", step: 0, index: 0, status: 404 }]);
    });

    test("a message without is challenged; what it says counts only once it is repeated with one", () => {
      const phone = device({ nonce: nonceNumber("C", 99) });
      const dm = bench({ client });
      phone.hears(dm.exchange(phone.says(packageOne, { cred: "md5" })));
      const [get] = phone.commands();
      if (!get) throw new Error("no Get");
      const answers = [phone.answers(get, 404)];
      phone.hears(dm.exchange(phone.says(answers)));
      expect(phone.statuses()).toEqual([407]);
      expect(dm.effects.map(({ kind }) => kind)).toEqual(["authentication_failed"]);
      phone.hears(dm.exchange(phone.says(answers, { cred: "md5" })));
      expect(dm.effect("task")?.answers).toEqual([{ kind: "status", step: 0, index: 0, status: 404 }]);
    });

    test("the nonce before the newest does not work in the middle of a session", () => {
      const phone = device({ nonce: nonceNumber("C", 99) });
      const dm = bench({ client });
      phone.hears(dm.exchange(phone.says(packageOne, { cred: "md5" })));
      phone.nonce = nonceNumber("C", 99);
      phone.hears(dm.exchange(phone.says([phone.answers("SyncHdr", 200)], { cred: "md5" })));
      expect(phone.statuses()).toEqual([401]);
      expect(dm.effect("authentication_failed")?.reason).toBe("stale_nonce");
    });
  });
});

describe("trust:dm-no-oracle", () => {
  afterAll(() => {
    console.log(`dm-no-oracle ${oracleQuiet}/${oracleCases}`);
  });

  test("no device that had not proven itself was sent the server's credentials, its name or a command", () => {
    expect(oracleCases).toBe(26);
    expect(oracleQuiet).toBe(oracleCases);
  });
});
