import { describe, expect, it } from "vitest";
import { leastCpuMs } from "../../testing/least-cpu";
import { DecodeError, type DecodeErrorCode } from "../decode-error";
import { DECODE_LIMITS } from "../decode-limits";
import type { Element } from "../element";
import { errorOf, octetsOf } from "../testing/octets";
import { decodeXml } from ".";

const ROOT = '<SyncML xmlns="SYNCML:SYNCML1.2">';
/** CPU that the slowest machine that runs the tests may need. */
const ANSWER_MS_MAX = 50;

function message(data: string): string {
  return `${ROOT}<SyncBody>${data}</SyncBody></SyncML>`;
}

const laughs = Array.from({ length: 9 }, (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`).join(
  "",
);
const quadratic = `<!DOCTYPE SyncML [<!ENTITY a "${"a".repeat(50_000)}">]>${message("&a;".repeat(50_000))}`;

/** An attack, and the code that refuses it or the text of SyncBody that it gives. */
const ATTACKS: readonly (readonly [string, string | Uint8Array, DecodeErrorCode | { readonly text: string }])[] = [
  ["billion laughs", `<!DOCTYPE SyncML [<!ENTITY l0 "ha">${laughs}]>${message("&l9;")}`, "DTD_REFUSED"],
  ["quadratic blow-up", quadratic, "DTD_REFUSED"],
  [
    "external entity of a file",
    `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>${message("&x;")}`,
    "DTD_REFUSED",
  ],
  [
    "external entity of a host",
    `<!DOCTYPE r [<!ENTITY x SYSTEM "http://127.0.0.1:1/">]>${message("&x;")}`,
    "DTD_REFUSED",
  ],
  ["parameter entity", `<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:1/"> %p;]>${message("")}`, "DTD_REFUSED"],
  ["empty internal subset", `<!DOCTYPE SyncML []>${message("")}`, "DTD_REFUSED"],
  ["attribute default by DTD", `<!DOCTYPE r [<!ATTLIST SyncML xmlns CDATA "x">]>${message("")}`, "DTD_REFUSED"],
  ["external DTD of a file", `<!DOCTYPE SyncML SYSTEM "file:///dev/zero">${message("ok")}`, { text: "ok" }],
  ["external DTD of a host", `<!DOCTYPE SyncML SYSTEM "http://127.0.0.1:1/x.dtd">${message("ok")}`, { text: "ok" }],
  ["> inside the DTD's address", `<!DOCTYPE SyncML SYSTEM "a>[b"><!-- > -->${message("ok")}`, { text: "ok" }],
  ["entity without DTD", message("&x;"), "ENTITY_REFUSED"],
  ["entity in an attribute", `<SyncML xmlns="&x;"/>`, "ENTITY_REFUSED"],
  ["entity of HTML", message("&nbsp;"), "ENTITY_REFUSED"],
  ["ENTITY declaration in content", message('<!ENTITY x "y">'), "DTD_REFUSED"],
  ["DOCTYPE in content", message("<!DOCTYPE r>"), "DTD_REFUSED"],
  ["two DOCTYPEs", `<!DOCTYPE a><!DOCTYPE b>${message("")}`, "DTD_REFUSED"],
  ["ENTITY declaration before the root", `<!ENTITY x "y">${message("")}`, "DTD_REFUSED"],
  ["10,001 character numbers", message("&#65;".repeat(10_001)), "LIMIT_REFERENCES"],
  ["surrogate by number", message("&#xD800;"), "BAD_TEXT"],
  ["character number past Unicode", message("&#x110000;"), "BAD_TEXT"],
  ["character number of ten thousand digits", message(`&#${"9".repeat(10_000)};`), "MALFORMED"],
  ["reference that never ends", message(`&${"a".repeat(100_000)}`), "MALFORMED"],
  ["amplification by built-in entities", message("&lt;".repeat(60_000)), { text: "<".repeat(60_000) }],
  ["NUL in text", message("a\0b"), { text: "a\0b" }],
  ["NUL by number", message("a&#0;b"), { text: "a\0b" }],
  ["NULs at the end", `${message("ok")}\0\0`, { text: "ok" }],
  ["NUL in a tag", "<Sync\0ML/>", "MALFORMED"],
  ["NULs alone", "\0\0\0\0", "MALFORMED"],
  ["60,000 levels", `${ROOT}${"<Atomic>".repeat(30_000)}`, "LIMIT_DEPTH"],
  ["20,001 elements", message("<Final/>".repeat(20_001)), "LIMIT_ELEMENTS"],
  [
    "30,000 attributes",
    `<SyncML ${Array.from({ length: 30_000 }, (_, i) => `a${i}=""`).join(" ")}/>`,
    "LIMIT_ELEMENTS",
  ],
  ["an attribute twice", `<SyncML xmlns="SYNCML:SYNCML1.2" xmlns="SYNCML:SYNCML1.1"/>`, "MALFORMED"],
  ["comment that never ends", message(`<!--${"-".repeat(100_000)}`), "TRUNCATED"],
  ["CDATA that never ends", message(`<![CDATA[${"]]".repeat(50_000)}`), "TRUNCATED"],
  ["instruction that never ends", message(`<?${"?".repeat(100_000)}`), "TRUNCATED"],
  ["UTF-7 declared", `<?xml version="1.0" encoding="UTF-7"?>${message("+ADw-")}`, "UNSUPPORTED_CHARSET"],
  ["UTF-16", octetsOf(0xff, 0xfe, new Uint8Array(Buffer.from(message(""), "utf16le"))), "UNSUPPORTED_CHARSET"],
  [
    "overlong UTF-8 of <",
    octetsOf(message("").replace("</SyncBody></SyncML>", ""), 0xc0, 0xbc, "</SyncBody>"),
    "BAD_TEXT",
  ],
  ["XML 1.1", `<?xml version="1.1"?>${message("")}`, "UNKNOWN_VERSION"],
  ["a second root", `${message("")}${message("")}`, "TRAILING_OCTETS"],
];

describe("hostile XML", () => {
  it("trust:dm-xml-hostile: is refused with a code or read as the text it is, at once", () => {
    expect(ATTACKS).toHaveLength(40);
    let held = 0;
    for (const [name, attack, outcome] of ATTACKS) {
      const octets = typeof attack === "string" ? octetsOf(attack) : attack;
      let root: Element | undefined;
      const read = () => {
        root = decodeXml(octets, { ...DECODE_LIMITS, octetsMax: 1_048_576 }).root;
      };
      expect(
        leastCpuMs(() => errorOf(read)),
        name,
      ).toBeLessThan(ANSWER_MS_MAX);
      const error = errorOf(read);
      if (typeof outcome === "string") {
        expect(error, name).toBeInstanceOf(DecodeError);
        expect((error as DecodeError).code, name).toBe(outcome);
      } else {
        expect(error, name).toBeUndefined();
        const content = (root?.content ?? []) as readonly Element[];
        expect(content[0]?.content, name).toBe(outcome.text);
      }
      held += 1;
    }
    console.log(`dm-xml-hostile ${held}/40`);
  });
});
