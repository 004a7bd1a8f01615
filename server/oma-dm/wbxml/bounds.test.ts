import { describe, expect, it } from "vitest";
import { leastCpuMs } from "../../testing/least-cpu";
import { DECODE_LIMITS, type DecodeLimits } from "../decode-limits";
import { errorOf, octetsOf } from "../testing/octets";
import { decodeWbxml } from ".";

const HEADER = octetsOf(0x02, 0xa4, 0x01, 0x6a, 0x00);
const DDF_HEADER = octetsOf(0x02, 0x00, 0x00, 0x6a, 26, "-//OMA//DTD-DM-DDF 1.2//EN", 0x00, 0x02);

const MEBIBYTE = 1_048_576;
const MEMORY_GROWTH_MAX = 16 * MEBIBYTE;
/** CPU that the slowest machine that runs the tests may need; the point is that it is not seconds. */
const REFUSAL_MS_MAX = 50;

function codeOf(document: Uint8Array, limits: DecodeLimits = DECODE_LIMITS): string | undefined {
  return (errorOf(() => decodeWbxml(document, limits)) as { code?: string } | undefined)?.code;
}

function times(octet: number, count: number): Uint8Array {
  return new Uint8Array(count).fill(octet);
}

function repeated(octets: Uint8Array, count: number): Uint8Array {
  return new Uint8Array(Buffer.alloc(octets.length * count, octets));
}

/** An mb_u_int32 of five octets. */
function fiveOctets(value: number): Uint8Array {
  return Uint8Array.from(
    [28, 21, 14, 7, 0],
    (shift, index) => (Math.floor(value / 2 ** shift) & 0x7f) | (index < 4 ? 0x80 : 0),
  );
}

/** SyncML elements inside each other; the innermost is empty. */
function nested(depth: number, header = HEADER, tag = 0x6d): Uint8Array {
  return octetsOf(header, times(tag, depth - 1), tag & 0x3f, times(0x01, depth - 1));
}

/** A string table of `tableOctets` and references to its begin. */
function amplified(tableOctets: number, references: number): Uint8Array {
  const head = octetsOf(0x02, 0xa4, 0x01, 0x6a, fiveOctets(tableOctets), times(0x61, tableOctets));
  return octetsOf(head, 0x6d, repeated(octetsOf(0x83, 0x00), references), 0x01);
}

describe("each bound lets its limit pass and refuses one more", () => {
  it("octets of the message", () => {
    const document = octetsOf(HEADER, 0x6d, 0x03, times(0x61, 92), 0x00, 0x01);
    expect(codeOf(document, { ...DECODE_LIMITS, octetsMax: 100 + 1 })).toBeUndefined();
    expect(codeOf(document, { ...DECODE_LIMITS, octetsMax: 100 })).toBe("LIMIT_OCTETS");
    const whole = octetsOf(HEADER, 0x6d, 0x03, times(0x61, 262_144 - 9), 0x00, 0x01);
    expect(codeOf(whole)).toBeUndefined();
    expect(codeOf(octetsOf(whole, 0x01))).toBe("LIMIT_OCTETS");
  });

  it("depth of a SyncML document", () => {
    expect(codeOf(nested(24))).toBeUndefined();
    expect(codeOf(nested(25))).toBe("LIMIT_DEPTH");
  });

  it("depth of a management tree document", () => {
    expect(codeOf(nested(64, DDF_HEADER, 0x64))).toBeUndefined();
    expect(codeOf(nested(65, DDF_HEADER, 0x64))).toBe("LIMIT_DEPTH");
  });

  it("elements", () => {
    const withElements = (count: number) => octetsOf(HEADER, 0x6d, times(0x12, count - 1), 0x01);
    expect(codeOf(withElements(20_000))).toBeUndefined();
    expect(codeOf(withElements(20_001))).toBe("LIMIT_ELEMENTS");
  });

  it("octets of the string table", () => {
    const withTable = (count: number) => octetsOf(0x02, 0xa4, 0x01, 0x6a, fiveOctets(count), times(0, count), 0x2d);
    expect(codeOf(withTable(16_384))).toBeUndefined();
    expect(codeOf(withTable(16_385))).toBe("LIMIT_STRING_TABLE");
  });

  it("index into the string table", () => {
    const table = octetsOf(0x02, 0xa4, 0x01, 0x6a, 4, "abcd", 0x6d, 0x83);
    expect(codeOf(octetsOf(table, 3, 0x01))).toBeUndefined();
    expect(codeOf(octetsOf(table, 4, 0x01))).toBe("STRING_TABLE_RANGE");
  });

  it("octets of all text, from whatever token", () => {
    expect(codeOf(amplified(16_384, 64))).toBeUndefined();
    expect(codeOf(amplified(16_384, 65))).toBe("LIMIT_EXPANDED_TEXT");
    const limits = { ...DECODE_LIMITS, expandedTextOctetsMax: 8 };
    for (const token of [
      octetsOf(0x03, "12345678", 0x00),
      octetsOf(0xc3, 8, "12345678"),
      octetsOf(0x02, 0x41, 0x02, 0x41),
    ]) {
      const more = octetsOf(HEADER, 0x6d, token, 0x03, "9", 0x00, 0x01);
      expect(codeOf(octetsOf(HEADER, 0x6d, token, 0x01), limits)).toBeUndefined();
      expect(codeOf(more, limits)).toBe("LIMIT_EXPANDED_TEXT");
    }
  });

  it("octets and bits of a multi-byte integer", () => {
    const entity = (...octets: number[]) => octetsOf(HEADER, 0x6d, 0x02, ...octets, 0x01);
    expect(codeOf(entity(0x80, 0x80, 0x80, 0x80, 0x41))).toBeUndefined();
    expect(codeOf(entity(0x80, 0x80, 0x80, 0x80, 0x80, 0x41))).toBe("INTEGER_TOO_LARGE");
    const opaque = (...length: number[]) => octetsOf(HEADER, 0x6d, 0xc3, ...length, 0x01);
    expect(codeOf(opaque(0x8f, 0xff, 0xff, 0xff, 0x7f))).toBe("TRUNCATED");
    expect(codeOf(opaque(0x90, 0x80, 0x80, 0x80, 0x00))).toBe("INTEGER_TOO_LARGE");
  });
});

describe("what asks for much gets nothing", () => {
  /** Runs a refusal, and answers its code; fails when it took time or memory. */
  function refused(document: Uint8Array): string | undefined {
    expect(leastCpuMs(() => codeOf(document))).toBeLessThan(REFUSAL_MS_MAX);
    const before = process.memoryUsage();
    const code = codeOf(document);
    const after = process.memoryUsage();
    const growth = after.heapUsed + after.external - before.heapUsed - before.external;
    expect(growth).toBeLessThan(MEMORY_GROWTH_MAX);
    return code;
  }

  it("trust:dm-strt-amplify: a full message of references to one long string ends within its bounds", () => {
    const rest = 262_144 - 16_384 - 16;
    expect(refused(amplified(16_384, Math.floor(rest / 2)))).toBe("LIMIT_EXPANDED_TEXT");
    const emptyReferences = octetsOf(0x02, 0xa4, 0x01, 0x6a, 1, 0x00, 0x6d, repeated(octetsOf(0x83, 0), 100_000));
    expect(refused(emptyReferences)).toBe("TRUNCATED");
    const lastOctet = octetsOf(
      octetsOf(0x02, 0xa4, 0x01, 0x6a, 0x80, 0x80, 0x80, 0x80, 16, times(0x61, 16), 0x6d),
      repeated(octetsOf(0x83, 15), 130_000),
    );
    expect(refused(lastOctet)).toBe("TRUNCATED");
    console.log("dm-strt-amplify 3/3");
  });

  it("an OPAQUE or a string table of 2 GB", () => {
    expect(refused(octetsOf(HEADER, 0x6d, 0xc3, fiveOctets(2 ** 31), "ab", 0x01))).toBe("TRUNCATED");
    expect(refused(octetsOf(0x02, 0xa4, 0x01, 0x6a, fiveOctets(2 ** 31), "ab"))).toBe("LIMIT_STRING_TABLE");
  });

  it("200,000 elements inside each other", () => {
    expect(refused(octetsOf(HEADER, 0x6d, times(0x48, 200_000)))).toBe("LIMIT_DEPTH");
  });

  it("a text of 87,000 pieces", () => {
    const piece = octetsOf(0x03, 0x61, 0x00);
    expect(refused(octetsOf(HEADER, 0x6d, repeated(piece, 87_000)))).toBe("TRUNCATED");
  });

  it("7,000 beginnings of a management tree", () => {
    const begin = octetsOf(0x4f, 0xc3, 32, 0x02, 0x00, 0x00, 0x6a, 26, "-//OMA//DTD-DM-DDF 1.2//EN", 0x60, 0x01);
    expect(refused(octetsOf(HEADER, 0x6d, repeated(begin, 7_000)))).toBe("TRUNCATED");
  });

  it("white space and elements in turn", () => {
    const blank = octetsOf(0x03, times(0x20, 100_000), 0x00);
    expect(refused(octetsOf(HEADER, 0x6d, blank, times(0x12, 19_000), blank))).toBe("TRUNCATED");
  });
});
