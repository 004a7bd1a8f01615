import { describe, expect, test } from "vitest";
import type { Encoding } from "../element";
import { basicCredential, credentialDigest, md5Digest } from "../security";
import { devInfo, LockstepDevice, PlannedRun, SessionBench } from "../testing";
import type { ServerCredential } from "./contract";

const octets = (text: string): Uint8Array => Buffer.from(text, "utf8");
const SECRET = octets("s3rv-9931");
const md5: ServerCredential = { scheme: "md5", name: "carrier-dm", secret: SECRET, nonce: octets("first") };
const digest = (nonce: string): string => md5Digest(credentialDigest("carrier-dm", SECRET), octets(nonce));
const chal = (nonce: string) => ({
  type: "syncml:auth-md5",
  format: "b64",
  nextNonce: Buffer.from(nonce).toString("base64"),
});

describe.each(["wbxml", "xml"] as const)("the server proves itself, in %s", (encoding: Encoding) => {
  function open(server: ServerCredential) {
    const run = new PlannedRun("t", [
      [
        { name: "Exec", uri: "./A" },
        { name: "Get", uri: "./B" },
      ],
      [{ name: "Get", uri: "./C" }],
    ]);
    const phone = new LockstepDevice({ encoding });
    const dm = new SessionBench({ encoding, credentials: { client: { scheme: "none" }, server }, runs: [run] });
    phone.hears(dm.exchange(phone.says([devInfo()])));
    const refuse = (nonce: string, status = 401): void => {
      const commands = phone.commands().map((command) => phone.answers(command, status));
      phone.hears(dm.exchange(phone.says([phone.answers("SyncHdr", status, { chal: chal(nonce) }), ...commands])));
    };
    return { run, phone, dm, refuse };
  }

  test("credentials go out with the first answer to an authenticated device, together with its commands", () => {
    const { phone, dm } = open(md5);
    expect(phone.heard.header.cred).toEqual({ type: "syncml:auth-md5", format: "b64", data: digest("first") });
    expect(phone.heard.header.source.locName).toBe("carrier-dm");
    expect(phone.commands()).toHaveLength(2);
    expect(dm.state?.serverTrust).toBe("sent");
  });

  test("basic", () => {
    const { phone } = open({ ...md5, scheme: "basic" });
    const data = basicCredential("carrier-dm", SECRET);
    expect(phone.heard.header.cred).toEqual({ type: "syncml:auth-basic", format: "b64", data });
  });

  test("none: no credentials and no name", () => {
    const { phone } = open({ ...md5, scheme: "none" });
    expect(phone.heard.header.cred).toBeUndefined();
    expect(phone.heard.header.source.locName).toBeUndefined();
  });

  test("a device that has given no nonce yet is sent a digest on the empty one", () => {
    const { phone } = open({ ...md5, nonce: null });
    expect(phone.heard.header.cred?.data).toBe(digest(""));
  });

  test("212: no more credentials in this session, and the next nonce is kept", () => {
    const { phone, dm } = open(md5);
    const commands = phone.commands().map((command) => phone.answers(command, 404));
    phone.hears(dm.exchange(phone.says([phone.answers("SyncHdr", 212, { chal: chal("second") }), ...commands])));
    expect(phone.heard.header.cred).toBeUndefined();
    expect(dm.effect("server_nonce")).toEqual({ kind: "server_nonce", nonce: Buffer.from("second") });
    expect(dm.state?.serverTrust).toBe("accepted");
  });

  test("200: credentials in each message, on the newest nonce", () => {
    const { phone, dm } = open(md5);
    const commands = phone.commands().map((command) => phone.answers(command, 404));
    phone.hears(dm.exchange(phone.says([phone.answers("SyncHdr", 200, { chal: chal("second") }), ...commands])));
    expect(phone.heard.header.cred?.data).toBe(digest("second"));
  });

  test.each([401, 407])(
    "%i: commands are repeated with a proof on the new nonce; refusals are no answers",
    (status) => {
      const { run, phone, dm, refuse } = open(md5);
      const before = phone.commands().map(({ cmdId: _, ...command }) => command);
      refuse("second", status);
      expect(run.answers).toEqual([]);
      expect(phone.heard.header.cred?.data).toBe(digest("second"));
      expect(phone.commands().map(({ cmdId: _, ...command }) => command)).toEqual(before);
      expect(dm.effect("server_nonce")?.nonce).toEqual(Buffer.from("second"));
      const commands = phone.commands().map((command) => phone.answers(command, 200));
      phone.hears(dm.exchange(phone.says([phone.answers("SyncHdr", 212), ...commands])));
      expect(run.statuses()).toEqual([200, 200]);
    },
  );

  test("a refusal in the first message of a package holds for the whole package", () => {
    const { run, phone, dm } = open(md5);
    const [exec, get] = phone.commands();
    if (!exec || !get) throw new Error("no commands");
    const last = { ...phone.answers(get, 401), msgRef: "1" };
    phone.hears(
      dm.exchange(
        phone.says([phone.answers("SyncHdr", 401, { chal: chal("second") }), phone.answers(exec, 401)], {
          final: false,
        }),
      ),
    );
    expect(phone.commands()).toMatchObject([{ name: "Alert", data: "1222" }]);
    phone.hears(dm.exchange(phone.says([phone.answers("SyncHdr", 212), last])));
    expect(run.answers).toEqual([]);
    expect(phone.commands().map(({ name }) => name)).toEqual(["Exec", "Get"]);
  });

  test("a command that ran in spite of the refusal is not sent twice", () => {
    const { run, phone, dm } = open(md5);
    const [exec, get] = phone.commands();
    if (!exec || !get) throw new Error("no commands");
    const answers = [
      phone.answers("SyncHdr", 401, { chal: chal("second") }),
      phone.answers(exec, 200),
      phone.answers(get, 401),
    ];
    phone.hears(dm.exchange(phone.says(answers)));
    expect(run.statuses()).toEqual([200]);
    expect(phone.commands().map(({ name }) => name)).toEqual(["Get"]);
  });

  test("401 on a command alone is the device's answer to it", () => {
    const { run, phone, dm } = open(md5);
    const commands = phone.commands().map((command) => phone.answers(command, 401));
    phone.hears(dm.exchange(phone.says([phone.answers("SyncHdr", 212), ...commands])));
    expect(run.statuses()).toEqual([401, 401]);
  });

  test("after three refusals the fourth ends the session, and its commands stay to be sent", () => {
    const { run, phone, dm, refuse } = open(md5);
    for (const nonce of ["second", "third", "fourth"]) {
      refuse(nonce);
      expect(phone.commands()).toHaveLength(2);
    }
    refuse("fifth");
    expect(phone.commands()).toEqual([]);
    expect(phone.heard.final).toBe(true);
    expect(dm.effect("session_over")?.outcome).toBe("server_refused");
    expect(run.answers).toEqual([]);
    expect(run.progress()).toMatchObject({ kind: "commands", step: 0 });
  });

  test("a device that wants a proof the server has none of ends the session at once", () => {
    const { dm, refuse } = open({ ...md5, scheme: "none" });
    refuse("second");
    expect(dm.effect("session_over")?.outcome).toBe("server_refused");
  });

  test("a device that asks for a digest gets one where basic is configured", () => {
    const { phone, refuse } = open({ ...md5, scheme: "basic" });
    refuse("second");
    expect(phone.heard.header.cred).toEqual({ type: "syncml:auth-md5", format: "b64", data: digest("second") });
  });

  test.each(["", "not base64", "x".repeat(88)])("a next nonce of %j is not kept", (nextNonce) => {
    const { phone, dm } = open(md5);
    const status = phone.answers("SyncHdr", 212, { chal: { type: "syncml:auth-md5", nextNonce } });
    phone.hears(dm.exchange(phone.says([status])));
    expect(dm.effect("server_nonce")).toBeUndefined();
  });
});
