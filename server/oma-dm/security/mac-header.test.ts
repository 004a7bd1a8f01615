import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { leastCpuMs } from "../../testing/least-cpu";
import vectors from "../fixtures/auth.json" with { type: "json" };
import { readMacHeader, writeMacHeader } from "./mac-header";
import { credentialDigest, macDigest } from "./md5";

const MAC = "Zz6EivR3yeaaENcRN6lpAQ==";
const FUZZED = 20_000;
let read = 0;

describe("the header x-syncml-hmac", () => {
  test.each([
    [`algorithm=MD5, username="Bruce2", mac=${MAC}`, "Bruce2"],
    [`username="Bruce2",mac=${MAC}`, "Bruce2"],
    [`mac=${MAC},username="Bruce2"`, "Bruce2"],
    [`  MAC = ${MAC} ,  UserName = "Bruce2" , algorithm = "md5"  `, "Bruce2"],
    [`username="a, b=c", mac=${MAC}`, "a, b=c"],
    [`username="say \\"hi\\" \\\\o", mac=${MAC}`, 'say "hi" \\o'],
    [`username="", mac=${MAC}`, ""],
    [`username=bare, mac="${MAC}"`, "bare"],
    [`username="x", mac=${MAC}, vendor-extra="1"`, "x"],
    [`username="${Buffer.from("Zoë", "utf8").toString("latin1")}", mac=${MAC}`, "Zoë"],
  ])("%s", (text, username) => {
    expect(readMacHeader(text)).toEqual({ username, mac: MAC });
  });

  test.each([
    "",
    ",",
    `mac=${MAC}`,
    'username="Bruce2"',
    `username="Bruce2" mac=${MAC}`,
    `username="Bruce2, mac=${MAC}`,
    `username="Bruce2"x, mac=${MAC}`,
    `username="Bruce2", username="Bruce3", mac=${MAC}`,
    `username="Bruce2", mac=${MAC}, mac=${MAC}`,
    'username="Bruce2", mac=',
    'username="Bruce2", mac=Zz6EivR3yeaaENcRN6lpAQ',
    'username="Bruce2", mac=T2g=',
    `algorithm=SHA-1, username="Bruce2", mac=${MAC}`,
    `=x, username="Bruce2", mac=${MAC}`,
    `username="${"a".repeat(1_024)}", mac=${MAC}`,
  ])("refused: %s", (text) => {
    expect(readMacHeader(text)).toBeNull();
  });

  test("what is written is read again, whatever the name, and over the octets as they are", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 100 }), fc.uint8Array({ maxLength: 50 }), (name, body) => {
        const nonce = Buffer.from("Nonce");
        const credential = credentialDigest(name, Buffer.from("OhBehave"));
        const header = writeMacHeader({ name, credential, nonce }, body);
        // What HTTP libraries send of it, octet by octet.
        expect([...header].every((character) => character >= " " && character <= "\u00ff")).toBe(true);
        const username = Buffer.from(name.replace(/\p{Cc}/gu, ""), "utf8").toString("utf8");
        expect(readMacHeader(header)).toEqual({ username, mac: macDigest(credential, nonce, body) });
      }),
      { numRuns: 300 },
    );
  });

  test("the published vectors", () => {
    for (const vector of vectors.mac) {
      expect(readMacHeader(`username="${vector.username}", mac=${vector.mac}`)?.mac).toBe(vector.mac);
    }
  });
});

describe("the header x-syncml-hmac from anybody", () => {
  afterAll(() => {
    console.log(`mac-header-fuzz ${read}/${FUZZED}`);
  });

  test("20,000 headers of pieces in any order and of noise are read or refused, never thrown at, each in no time", () => {
    const piece = fc.constantFrom(
      ...'username mac algorithm MD5 = , " \\ \t ; x=='.split(" "),
      " ",
      `mac=${MAC}`,
      'username="a"',
      '"a, b\\""',
      "é",
      "\0",
    );
    const header = fc.oneof(
      fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join("")),
      fc.string({ unit: "binary", maxLength: 200 }),
      fc.string({ maxLength: 4_000 }),
    );
    fc.assert(
      fc.property(header, (text) => {
        const found = readMacHeader(text);
        expect(found === null || Buffer.from(found.mac, "base64").length === 16).toBe(true);
        read += 1;
      }),
      { numRuns: FUZZED },
    );
    const hostile = `username="${"\\".repeat(1_000)}`;
    expect(readMacHeader(hostile)).toBeNull();
    expect(leastCpuMs(() => readMacHeader(hostile))).toBeLessThan(50);
  });
});
