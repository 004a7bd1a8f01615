import { describe, expect, it } from "vitest";
import { RECORDED_SESSION_OCTETS_MAX, readRecordedSession, writeRecordedSession } from "./recorded-session";

const MESSAGE = { at: "2026-01-01T10:00:00.000Z", direction: "device", body: "PGE+" };

function octetsOf(...lines: readonly (object | string)[]): Uint8Array {
  return Buffer.from(lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"));
}

describe("a recorded session", () => {
  it("is read in order, with the octets of each body and the facts of its first line", () => {
    const facts = { devId: "IMEI:350000000000001", startedAt: "2026-01-01T10:00:00.000Z", endedAt: null };
    const recorded = readRecordedSession(
      octetsOf({ session: facts }, "", MESSAGE, { ...MESSAGE, direction: "server", contentType: "text/xml", body: "" }),
    );
    expect(recorded.facts).toEqual(facts);
    expect(recorded.messages).toMatchObject([
      { line: 3, direction: "device", body: new Uint8Array(Buffer.from("<a>")) },
      { line: 4, direction: "server", contentType: "text/xml", body: new Uint8Array() },
    ]);
  });

  it("is read again as it was written, however much its tasks had been given before", () => {
    const answers = [{ kind: "nodes" as const, value: "x".repeat(2_000_000) }];
    const work = {
      ...{ operationId: "0190a1b2-0000-7000-8000-000000000001", attempt: 1, kind: "parameter.get", kindVersion: 1 },
      ...{ params: {}, from: 1, given: [{ before: 1, answers }], lost: [] },
    };
    const text = writeRecordedSession({ session: {}, work: [work] }, [{ ...MESSAGE, direction: "device" }]);
    expect(readRecordedSession(Buffer.from(text)).work).toMatchObject([{ given: [{ before: 1 }] }]);
  });

  it("may have no facts, and fields of a later version", () => {
    const recorded = readRecordedSession(octetsOf({ ...MESSAGE, later: 1 }));
    expect(recorded.facts).toBeNull();
    expect(recorded.messages).toHaveLength(1);
  });

  it.each([
    ["nothing", octetsOf(""), "line 1 at octet 0: there is no message"],
    ["facts alone", octetsOf({ session: {} }), "line 1 at octet 0: there is no message"],
    ["facts behind a message", octetsOf(MESSAGE, { session: {} }), /^line 2 at octet 69: at: /],
    ["text", octetsOf("nonsense"), "line 1 at octet 0: not a JSON object"],
    ["an array", octetsOf("[]"), "line 1 at octet 0: not a JSON object"],
    ["another direction", octetsOf(MESSAGE, { ...MESSAGE, direction: "up" }), /^line 2 at octet 69: direction: /],
    ["no base64", octetsOf({ ...MESSAGE, body: "a" }), "line 1 at octet 0: body: is not base64"],
    ["a local time", octetsOf({ ...MESSAGE, at: "2026-01-01T10:00:00" }), /^line 1 at octet 0: at: /],
    ["octets that are no text", Buffer.from([0x22, 0xff, 0x22]), "line 1 at octet 0: not UTF-8"],
    ["a first line without end", Buffer.alloc(360_000, "a"), "line 1 at octet 0: not a JSON object"],
    [
      "a line without end",
      octetsOf(MESSAGE, "a".repeat(360_000)),
      "line 2 at octet 69: a line of more than 353624 octets",
    ],
    ["too many messages", octetsOf(...Array(2_001).fill(MESSAGE)), /^line 2001 at octet \d+: more than 2000 messages$/],
    ["too much", Buffer.alloc(RECORDED_SESSION_OCTETS_MAX + 1), "line 1 at octet 0: more than 67108864 octets"],
  ])("of %s is refused with its line and octet", (_what, octets, complaint) => {
    expect(() => readRecordedSession(octets)).toThrow(complaint);
  });
});
