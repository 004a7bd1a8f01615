import { describe, expect, test } from "vitest";
import type { Encoding } from "../element";
import { macDigest } from "../security";
import type { Command, StatusCommand } from "../syncml";
import { alert, devInfo, LockstepDevice, nonceNumber, PlannedRun, SessionBench } from "../testing";
import type { ClientCredential, ServerCredential } from "./contract";

const NAME = "line-7781";
const SECRET = "Tr4il-m1x";
const octets = (text: string): Uint8Array => Buffer.from(text, "utf8");
const packageOne: readonly Command[] = [alert("1201"), devInfo()];
const client = { name: NAME, secret: octets(SECRET), nonceCurrent: nonceNumber("C", 99) } as const;
const server: ServerCredential = {
  scheme: "mac",
  name: "carrier-dm",
  secret: octets("s3rv-9931"),
  nonce: octets("first"),
};

describe.each(["wbxml", "xml"] as const)("MAC in %s", (encoding: Encoding) => {
  function open(credential: Partial<ClientCredential> = {}, proves: ServerCredential = { ...server, scheme: "none" }) {
    const phone = new LockstepDevice({
      encoding,
      credential: { name: NAME, secret: SECRET },
      nonce: nonceNumber("C", 99),
    });
    const dm = new SessionBench({
      encoding,
      credentials: { client: { scheme: "mac", ...client, ...credential }, server: proves },
      runs: [new PlannedRun("t", [[{ name: "Get", uri: "./A" }], [{ name: "Get", uri: "./B" }]])],
    });
    const sends = (commands: readonly Command[], mac: "right" | "none" = "right"): void => {
      const message = phone.says(commands);
      phone.hears(dm.exchange(message, mac === "right" ? phone.macOf(message) : undefined));
    };
    const answers = (): StatusCommand[] => [
      phone.answers("SyncHdr", 200),
      ...phone.commands().map((command) => phone.answers(command, 404)),
    ];
    return { phone, dm, sends, answers };
  }

  test("right: 200 and never 212, with the next nonce in every message to the end", () => {
    const { phone, dm, sends, answers } = open();
    sends(packageOne);
    expect(phone.statuses()).toEqual([200, 200, 200]);
    expect(dm.effect("authenticated")).toEqual({ kind: "authenticated", scheme: "mac", nonce: "current" });
    expect(dm.state?.trust).toBe("mac");
    const nonces = [phone.nonce];
    while (phone.commands().length > 0) {
      sends(answers());
      expect(phone.statuses()).toEqual([200]);
      expect(phone.chal()?.type).toBe("syncml:auth-MAC");
      expect(dm.effect("client_nonce")).toEqual({ kind: "client_nonce", nonce: phone.nonce, used: "current" });
      nonces.push(phone.nonce);
    }
    expect(nonces).toEqual([nonceNumber("C", 1), nonceNumber("C", 2), nonceNumber("C", 3)]);
    expect(dm.effect("session_over")?.outcome).toBe("completed");
  });

  test("a message that comes without, in the middle of a session, is challenged and heard once it has one", () => {
    const { phone, dm, sends, answers } = open();
    sends(packageOne);
    const said = answers();
    sends(said, "none");
    expect(phone.statuses()).toEqual([407]);
    expect(phone.chal()?.type).toBe("syncml:auth-MAC");
    expect(dm.effect("task")).toBeUndefined();
    sends(said);
    expect(phone.statuses()).toEqual([200]);
    expect(dm.effect("task")?.answers).toHaveLength(1);
  });

  test("a digest in Cred does not take the place of the MAC, at the start or later", () => {
    const { phone, dm, sends, answers } = open({ scheme: "md5" });
    sends(packageOne);
    phone.hears(dm.exchange(phone.says(answers(), { cred: "md5" })));
    expect(phone.statuses()[0]).toBe(401);
    expect(dm.effect("authentication_failed")?.reason).toBe("weaker_scheme");
    const strict = open();
    strict.phone.hears(strict.dm.exchange(strict.phone.says(packageOne, { cred: "md5" })));
    expect(strict.phone.statuses()).toEqual([401, 401, 401]);
    expect(strict.phone.chal()?.type).toBe("syncml:auth-MAC");
  });

  test("a body in which one octet is another than the one under the MAC is refused", () => {
    const length = open().phone.says(packageOne).length;
    for (let at = 0; at < length; at += 7) {
      const { phone, dm } = open();
      const message = phone.says(packageOne);
      const other = Buffer.from(message);
      other[at] = (other[at] ?? 0) ^ 1;
      phone.hears(dm.exchange(message, phone.macOf(other)));
      expect(phone.statuses()).toEqual([401, 401, 401]);
      expect(dm.effect("authentication_failed")?.reason).toBe("wrong");
    }
  });

  test.each([
    ["another name", (mac: string) => ({ username: "line-7782", mac })],
    ["another MAC", () => ({ username: NAME, mac: macDigest("guess", nonceNumber("C", 99), octets("x")) })],
  ])("refused: %s", (_case, change) => {
    const { phone, dm } = open();
    const message = phone.says(packageOne);
    phone.hears(dm.exchange(message, change(phone.macOf(message).mac)));
    expect(phone.statuses()).toEqual([401, 401, 401]);
    expect(dm.mac).toBeUndefined();
  });

  describe("of the server", () => {
    const proofOf = (nonce: string) => ({ name: "carrier-dm", nonce: octets(nonce) });
    const chal = (nonce: string) => ({
      type: "syncml:auth-MAC",
      format: "b64",
      nextNonce: Buffer.from(nonce).toString("base64"),
    });

    test("every reply to a device that has proven itself carries it, and no Cred; none to one that has not", () => {
      const { phone, dm, sends } = open({}, server);
      sends(packageOne, "none");
      expect(dm.mac).toBeUndefined();
      sends(packageOne);
      expect(dm.mac).toMatchObject(proofOf("first"));
      expect(phone.heard.header.cred).toBeUndefined();
      expect(phone.heard.header.source.locName).toBe("carrier-dm");
      for (const nonce of ["second", "third"]) {
        const commands = phone.commands().map((command) => phone.answers(command, 404));
        sends([phone.answers("SyncHdr", 200, { chal: chal(nonce) }), ...commands]);
        expect(dm.mac).toMatchObject(proofOf(nonce));
      }
      expect(dm.effect("session_over")?.outcome).toBe("completed");
    });

    test("a device that refuses it is sent its commands again under its new nonce", () => {
      const { phone, dm, sends } = open({}, server);
      sends(packageOne);
      const refused = phone.commands();
      sends([phone.answers("SyncHdr", 401, { chal: chal("second") }), phone.answers(refused[0] as Command, 401)]);
      expect(dm.mac).toMatchObject(proofOf("second"));
      expect(phone.commands().map(({ name }) => name)).toEqual(["Get"]);
      expect(dm.effect("server_nonce")?.nonce).toEqual(octets("second"));
    });

    test("a device that asks for it gets it to the end of the session, where digests are configured", () => {
      const { phone, dm, sends } = open({}, { ...server, scheme: "md5" });
      sends(packageOne);
      expect(dm.mac).toBeUndefined();
      const [get] = phone.commands();
      sends([phone.answers("SyncHdr", 401, { chal: chal("second") }), phone.answers(get as Command, 401)]);
      expect(dm.mac).toMatchObject(proofOf("second"));
      sends([phone.answers("SyncHdr", 200), phone.answers(phone.commands()[0] as Command, 404)]);
      expect(dm.mac).toMatchObject(proofOf("second"));
    });
  });
});

describe("a TLS client certificate", () => {
  const THUMBPRINT = "ab".repeat(32);
  const certificate = { scheme: "certificate", secret: octets(THUMBPRINT) } as const;

  test("takes the place of credentials, in every message of the session", () => {
    const phone = new LockstepDevice({ encoding: "wbxml" });
    const dm = new SessionBench({
      encoding: "wbxml",
      credentials: { client: { ...client, ...certificate } },
      runs: [new PlannedRun("t", [[{ name: "Get", uri: "./A" }]])],
    });
    phone.hears(dm.exchange(phone.says(packageOne), undefined, THUMBPRINT));
    expect(phone.statuses()).toEqual([212, 200, 200]);
    const answers = [phone.answers("SyncHdr", 200), phone.answers(phone.commands()[0] as Command, 404)];
    phone.hears(dm.exchange(phone.says(answers)));
    expect(phone.statuses()).toEqual([407]);
    phone.hears(dm.exchange(phone.says(answers), undefined, THUMBPRINT));
    expect(phone.statuses()).toEqual([200]);
  });

  test.each([
    ["another certificate", "cd".repeat(32), "wrong"],
    ["none", undefined, "missing"],
  ])("%s is not let in, whatever the message says", (_case, shown, reason) => {
    const phone = new LockstepDevice({
      encoding: "wbxml",
      credential: { name: NAME, secret: SECRET },
      nonce: nonceNumber("C", 99),
    });
    const dm = new SessionBench({ encoding: "wbxml", credentials: { client: { ...client, ...certificate } } });
    phone.hears(dm.exchange(phone.says(packageOne, { cred: "md5" }), undefined, shown));
    expect(phone.statuses()).toEqual([401, 401, 401]);
    expect(dm.effect("authentication_failed")?.reason).toBe(reason);
  });
});
