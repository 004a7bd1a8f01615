import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readWspPush } from "../../../simulator/push-reader";
import { assembleSms } from "../../testing/assemble-sms";
import vectors from "../fixtures/auth.json" with { type: "json" };
import { vectorsOf } from "../testing/vectors";
import type { PushMessage } from "./push-message";
import { SMS_PART_OCTETS, SMS_PARTS_MAX, splitIntoSms } from "./sms-parts";
import { writeWspPush } from "./wsp-push";

const hex = (octets: Uint8Array): string => Buffer.from(octets).toString("hex");
const userData = (pdu: Uint8Array, reference: number, originPort?: number): string[] =>
  splitIntoSms(pdu, { reference, ...(originPort && { originPort }) }).map(
    ({ header, payload }) => hex(header) + hex(payload),
  );
/** The origin port of the vectors, free to choose. */
const VECTOR_ORIGIN = 0xc002;
const VECTOR_REFERENCE = 0x21;

describe("a push is framed as the reference's examples", () => {
  test.each(vectors.notification)("notification of session $session_id_hex", (vector) => {
    const push: PushMessage = {
      contentType: "application/vnd.syncml.notification",
      applicationId: "x-wap-application:syncml.dm",
      protection: null,
      body: Buffer.from(vector.message_hex, "hex"),
    };
    const pdu = writeWspPush(push, vector.wsp_tid);
    expect(hex(pdu)).toBe(vector.wsp_push_hex);
    expect(userData(pdu, 0, VECTOR_ORIGIN)).toEqual(vector.sms_user_data_hex);
  });

  test.each(vectors.cp_mac)("OMA CP bootstrap, $sec", (vector) => {
    const document = vectorsOf("pairs").find(({ id }) => vector.wbxml.includes(id));
    const push: PushMessage = {
      contentType: "application/vnd.wap.connectivity-wbxml",
      applicationId: null,
      protection: { security: vector.sec as "NETWPIN", mac: vector.mac_hex },
      body: document?.wbxml ?? new Uint8Array(),
    };
    const pdu = writeWspPush(push, 1);
    expect(hex(pdu)).toBe(vector.wsp_push_hex);
    expect(userData(pdu, VECTOR_REFERENCE, VECTOR_ORIGIN)).toEqual(vector.sms_user_data_hex);
  });

  test("the application is named after the content type, and 9200 is where pushes come from", () => {
    const pdu = writeWspPush(
      {
        contentType: "application/vnd.wap.connectivity-wbxml",
        applicationId: "x-wap-application:wml.ua",
        protection: { security: "USERPIN", mac: "0".repeat(40) },
        body: Buffer.of(0x03),
      },
      2,
    );
    expect(hex(pdu)).toBe(`0206311f2db6918192${"30".repeat(40)}00af8203`);
    expect(hex(splitIntoSms(Buffer.of(1), { reference: 5 })[0]?.header ?? Buffer.alloc(0))).toBe("0605040b8423f0");
  });

  test("a value of 30 octets has a short length; without MAC the parameter SEC stands alone", () => {
    const push = { applicationId: null, body: Buffer.of(9) };
    const contentType = `a/${"b".repeat(25)}`;
    const protection = { security: "USERPINMAC", mac: null } as const;
    const short = writeWspPush({ ...push, contentType, protection }, 0);
    expect(hex(short.subarray(0, 4))).toBe("00061f1e");
    const long = writeWspPush({ ...push, contentType: `${contentType}b`, protection }, 0);
    expect(hex(long.subarray(0, 5))).toBe("0006211f1f");
    expect(readWspPush(long)).toMatchObject({ contentType: `${contentType}b`, security: "USERPINMAC", mac: null });
  });

  test("a header that would not be text is refused before octets are made", () => {
    const push = { applicationId: null, protection: null, body: Buffer.of(9) };
    for (const contentType of ["", "a\0b", "ü/x", "\t"]) {
      expect(() => writeWspPush({ ...push, contentType }, 0)).toThrow(RangeError);
    }
  });
});

const name = fc.stringMatching(/^[a-z]{1,60}\/[a-z0-9.+-]{1,90}$/);
const push: fc.Arbitrary<PushMessage> = fc.record({
  contentType: fc.oneof(
    name,
    fc.constantFrom("application/vnd.syncml.notification", "application/vnd.syncml.dm+wbxml"),
  ),
  applicationId: fc.option(fc.oneof(name, fc.constant("x-wap-application:syncml.dm"))),
  protection: fc.option(
    fc.record({
      security: fc.constantFrom("NETWPIN" as const, "USERPIN" as const, "USERNETWPIN" as const, "USERPINMAC" as const),
      mac: fc.option(fc.stringMatching(/^[0-9A-F]{40}$/)),
    }),
  ),
  body: fc.uint8Array({ maxLength: 3_000 }),
});

describe("what is framed arrives", () => {
  test("a device reads in the PDU what was written into it", () => {
    fc.assert(
      fc.property(push, fc.nat(255), (message, transactionId) => {
        const { protection } = message;
        const read = readWspPush(writeWspPush(message, transactionId));
        expect({ ...read, body: hex(read.body) }).toEqual({
          contentType: message.contentType,
          applicationId: message.applicationId,
          security: protection?.security ?? null,
          mac: protection?.mac ?? null,
          body: hex(message.body),
        });
      }),
      { numRuns: 2_000 },
    );
  });

  test("short messages in any order, some twice, are the PDU again, and none is longer than a short message", () => {
    const shuffled = fc
      .tuple(fc.uint8Array({ minLength: 1, maxLength: 4_000 }), fc.nat(255), fc.infiniteStream(fc.nat()))
      .map(([pdu, reference, order]) => {
        const parts = splitIntoSms(pdu, { reference }).map(({ header, payload }) => Buffer.concat([header, payload]));
        const again = parts.filter((_, index) => index % 3 === 0);
        const sorted = [...parts, ...again].map((part) => ({ part, at: order.next().value ?? 0 }));
        return { pdu, parts, received: sorted.sort((a, b) => a.at - b.at).map(({ part }) => part) };
      });
    fc.assert(
      fc.property(shuffled, ({ pdu, parts, received }) => {
        expect(Math.max(...parts.map((part) => part.length))).toBeLessThanOrEqual(140);
        expect(hex(assembleSms(received) ?? Buffer.alloc(0))).toBe(hex(pdu));
        if (parts.length > 1) expect(assembleSms(parts.slice(1))).toBeNull();
      }),
      { numRuns: 1_000 },
    );
  });

  test("133 octets fit one short message, 134 need two, and 255 parts are the most", () => {
    const count = (octets: number): number => splitIntoSms(new Uint8Array(octets), { reference: 0 }).length;
    expect([count(133), count(134), count(SMS_PARTS_MAX * SMS_PART_OCTETS)]).toEqual([1, 2, 255]);
    expect(() => count(SMS_PARTS_MAX * SMS_PART_OCTETS + 1)).toThrow(RangeError);
    expect(() => count(0)).toThrow(RangeError);
  });
});
