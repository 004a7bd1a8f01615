import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import vectors from "../fixtures/auth.json" with { type: "json" };
import { writePackage0 } from "../trigger";
import { decodeBase64 } from "./base64";
import { basicCredential } from "./basic";
import { bootstrapMac, imsiKey } from "./bootstrap-mac";
import { equalSecrets } from "./equal-secrets";
import { credentialDigest, macDigest, md5Digest } from "./md5";
import { readPackage0, UI_MODES, verifyPackage0 } from "./package0";

const text = (value: string): Uint8Array => Buffer.from(value, "utf8");
const hex = (octets: Uint8Array): string => Buffer.from(octets).toString("hex");
const fixture = (path: string): Uint8Array => readFileSync(join(import.meta.dirname, "../fixtures", path));

const groups = [
  vectors.md5,
  vectors.basic,
  vectors.mac,
  vectors.notification,
  vectors.cp_mac,
  vectors.dm_bootstrap_mac,
] as const;
const expected = groups.reduce((sum, group) => sum + group.length, 0);
let passed = 0;

describe("trust:dm-auth-vectors", () => {
  afterAll(() => {
    console.log(`dm-auth-vectors ${passed}/${expected}`);
  });

  test.each(vectors.md5)("md5 digest of $username on nonce $nonce_b64", (vector) => {
    const credential = credentialDigest(vector.username, text(vector.password));
    expect(credential).toBe(vector.ha1_b64);
    const nonce = decodeBase64(vector.nonce_b64);
    expect(nonce && md5Digest(credential, nonce)).toBe(vector.cred_data);
    passed += 1;
  });

  test.each(vectors.basic)("basic credential of $username", (vector) => {
    expect(basicCredential(vector.username, text(vector.password))).toBe(vector.cred_data);
    passed += 1;
  });

  test.each(vectors.mac)("MAC of $username over $body_file", (vector) => {
    const credential = credentialDigest(vector.username, text(vector.password));
    const nonce = Buffer.from(vector.nonce_b64, "base64");
    expect(macDigest(credential, nonce, fixture(vector.body_file))).toBe(vector.mac);
    passed += 1;
  });

  test.each(vectors.notification)("notification of session $session_id_hex from $server_id", (vector) => {
    const octets = Buffer.from(vector.message_hex, "hex");
    const notification = readPackage0(octets);
    if (!notification) throw new Error("the notification could not be read");
    const secret = text(vector.password);
    const nonce = Buffer.from(vector.nonce_b64, "base64");
    expect(notification).toMatchObject({
      version: vector.version,
      uiMode: UI_MODES[vector.ui_mode],
      initiator: vector.initiator === 1 ? "server" : "client",
      sessionId: Number.parseInt(vector.session_id_hex, 16),
      serverId: vector.server_id,
    });
    expect(hex(notification.vendorData)).toBe(vector.vendor_hex);
    expect(verifyPackage0(notification, secret, nonce)).toBe(true);
    expect(verifyPackage0(notification, text("another secret"), nonce)).toBe(false);
    expect(hex(writePackage0({ ...notification, secret, nonce }))).toBe(vector.message_hex);
    passed += 1;
  });

  test.each(vectors.cp_mac)("OMA CP bootstrap MAC, $sec", (vector) => {
    const key = Buffer.concat([vector.imsi === null ? new Uint8Array() : imsiKey(vector.imsi), text(vector.pin ?? "")]);
    expect(hex(key)).toBe(vector.key_hex);
    expect(bootstrapMac(key, fixture(vector.wbxml))).toBe(vector.mac_hex);
    passed += 1;
  });

  test.each(vectors.dm_bootstrap_mac)("DM bootstrap MAC, $sec", (vector) => {
    expect(bootstrapMac(text(vector.secret), fixture(vector.wbxml))).toBe(vector.mac_hex);
    passed += 1;
  });
});

describe("reading what a peer sent", () => {
  test("base64 that no encoder writes is refused, white space around it is not", () => {
    expect(decodeBase64(" T2g= \r\n")).toEqual(Buffer.from("Oh"));
    expect(decodeBase64("")).toEqual(Buffer.alloc(0));
    for (const bad of ["T2g", "T2h=", "T2g=x", "T2 g=", "T2g-", "====", "é"]) expect(decodeBase64(bad)).toBeNull();
  });

  test("values of different length are compared without an exception", () => {
    expect(equalSecrets(text("a"), text("abc"))).toBe(false);
    expect(equalSecrets("abc", text("abc"))).toBe(true);
  });

  test("a notification that is cut anywhere is refused or fails its digest, and never throws", () => {
    const secret = text("s3rv-9931");
    const nonce = text("nonce");
    const octets = writePackage0({
      serverId: "carrier-dm",
      secret,
      nonce,
      sessionId: 1,
      uiMode: "background",
      initiator: "server",
    });
    for (let length = 0; length < octets.length; length += 1) {
      const cut = readPackage0(octets.subarray(0, length));
      expect(cut === null || !verifyPackage0(cut, secret, nonce)).toBe(true);
    }
    const whole = readPackage0(octets);
    expect(whole && verifyPackage0(whole, secret, nonce)).toBe(true);
  });

  test("a server id or session id that does not fit is refused before octets are made", () => {
    const input = { serverId: "a", secret: text("s"), nonce: text("n"), sessionId: 1 } as const;
    const rest = { uiMode: "unspecified", initiator: "client" } as const;
    expect(() => writePackage0({ ...input, ...rest, serverId: "" })).toThrow(RangeError);
    expect(() => writePackage0({ ...input, ...rest, serverId: "a".repeat(256) })).toThrow(RangeError);
    expect(() => writePackage0({ ...input, ...rest, sessionId: 0 })).toThrow(RangeError);
    expect(() => writePackage0({ ...input, ...rest, sessionId: 65_536 })).toThrow(RangeError);
    expect(() => writePackage0({ ...input, ...rest, vendorData: new Uint8Array(513) })).toThrow(RangeError);
  });
});
