import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readJsonBody } from "./json-body";
import { BODY_OCTETS_MAX, KEYS_PER_OBJECT_MAX, NESTING_LEVELS_MAX } from "./limits";

function request(body: string | Uint8Array, headers: Record<string, string> = {}): IncomingMessage {
  const stream = Readable.from([Buffer.from(body)], { objectMode: false });
  return Object.assign(stream, {
    headers: { "content-type": "application/json", ...headers },
  }) as unknown as IncomingMessage;
}

async function outcome(body: string | Uint8Array, headers?: Record<string, string>): Promise<string> {
  try {
    await readJsonBody(request(body, headers));
    return "read";
  } catch (error) {
    return (error as { slug: string }).slug;
  }
}

const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
const withKeys = (count: number) =>
  JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, i])));

describe("readJsonBody", () => {
  it("gives back every JSON value within the bounds", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 6, stringUnit: "grapheme" }), async (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/__proto__|constructor|prototype|\\u0000/.test(text));
        expect(await readJsonBody(request(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each([
    ["nesting at the limit", nested(NESTING_LEVELS_MAX), "read"],
    ["nesting beyond it", nested(NESTING_LEVELS_MAX + 1), "invalid-request"],
    ["half a million brackets", "[".repeat(500_000), "invalid-request"],
    ["brackets in a text", `"${"[".repeat(500)}\\"${"{".repeat(500)}"`, "read"],
    ["fields at the limit", withKeys(KEYS_PER_OBJECT_MAX), "read"],
    ["one field more", withKeys(KEYS_PER_OBJECT_MAX + 1), "invalid-request"],
    ["__proto__", '{"a":[{"__proto__":{"x":1}}]}', "invalid-request"],
    ["constructor", '{"constructor":1}', "invalid-request"],
    ["prototype", '{"prototype":1}', "invalid-request"],
    ["an escaped __proto__", '{"\\u005f_proto__":1}', "invalid-request"],
    ["U+0000 in a value", '{"a":"\\u0000"}', "invalid-request"],
    ["U+0000 in a name", '{"\\u0000":1}', "invalid-request"],
    ["half a surrogate pair", '{"a":"\\ud800"}', "invalid-request"],
    ["nothing", "", "invalid-request"],
    ["no JSON", "{a:1}", "invalid-request"],
    ["octets that are no UTF-8", Buffer.from([0x22, 0xff, 0x22]), "invalid-request"],
    ["octets at the limit", `"${"x".repeat(BODY_OCTETS_MAX - 2)}"`, "read"],
    ["one octet more", `"${"x".repeat(BODY_OCTETS_MAX - 1)}"`, "too-large"],
  ])("%s", async (_what, body, expected) => {
    expect(await outcome(body)).toBe(expected);
  });

  it.each([
    ["application/json; charset=utf-8", "read"],
    ["application/json;charset=UTF-8", "read"],
    ["application/json; charset=utf-16", "unsupported-media-type"],
    ["text/plain", "unsupported-media-type"],
    ["application/jsonp", "unsupported-media-type"],
    ["application/x-www-form-urlencoded", "unsupported-media-type"],
    ["", "unsupported-media-type"],
  ])("as %j is %s", async (type, expected) => {
    expect(await outcome("{}", { "content-type": type })).toBe(expected);
  });

  it("refuses a coded body, and a length beyond the limit before reading", async () => {
    expect(await outcome("{}", { "content-encoding": "gzip" })).toBe("unsupported-media-type");
    expect(await outcome("{}", { "content-length": String(BODY_OCTETS_MAX + 1) })).toBe("too-large");
  });
});
