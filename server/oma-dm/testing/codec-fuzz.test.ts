import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DecodeError } from "../decode-error";
import type { ElementDocument, Encoding } from "../element";
import { decodeWbxml } from "../wbxml";
import { decodeXml } from "../xml";
import { damagedMessage, decodeOutcome, fuzzedMessages } from "./codec-fuzz";
import { errorOf } from "./octets";

const WBXML_INPUTS = 200_000;
const XML_INPUTS = 100_000;
const NOISE_INPUTS = 5_000;
const SEED = 351_234_560;
const TIMEOUT_MS = 120_000;

/** Runs a decoder on damaged messages; answers how often it came to which end. */
function attack(
  encoding: Encoding,
  decode: (octets: Uint8Array) => ElementDocument,
  inputs: number,
): Map<string, number> {
  const outcomes = new Map<string, number>();
  fc.assert(
    fc.property(damagedMessage(fuzzedMessages(encoding)), (octets) => {
      const outcome = decodeOutcome(octets, decode);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }),
    { numRuns: inputs, seed: SEED },
  );
  return outcomes;
}

function total(outcomes: ReadonlyMap<string, number>): number {
  return [...outcomes.values()].reduce((sum, count) => sum + count, 0);
}

describe("a message with random damage is read or refused, and nothing else", () => {
  it("trust:fuzz-decode: in WBXML", { timeout: TIMEOUT_MS }, () => {
    const outcomes = attack("wbxml", decodeWbxml, WBXML_INPUTS);
    for (const outcome of ["read", "TRUNCATED", "UNKNOWN_TAG", "UNSUPPORTED_TOKEN", "BAD_TEXT", "TRAILING_OCTETS"]) {
      expect([...outcomes.keys()]).toContain(outcome);
    }
    console.log(`fuzz-decode ${total(outcomes)}/${WBXML_INPUTS}`);
  });

  it("trust:fuzz-decode: in XML", { timeout: TIMEOUT_MS }, () => {
    const outcomes = attack("xml", decodeXml, XML_INPUTS);
    for (const outcome of [
      "read",
      "TRUNCATED",
      "UNKNOWN_TAG",
      "MALFORMED",
      "MIXED_CONTENT",
      "BAD_TEXT",
      "ENTITY_REFUSED",
    ]) {
      expect([...outcomes.keys()]).toContain(outcome);
    }
    console.log(`fuzz-decode ${total(outcomes)}/${XML_INPUTS}`);
  });

  it("also where it is noise from the first octet", { timeout: TIMEOUT_MS }, () => {
    const header = Buffer.from([0x02, 0xa4, 0x01, 0x6a, 0x00, 0x6d]);
    const noise = fc.uint8Array({ maxLength: 200 });
    fc.assert(
      fc.property(noise, (octets) => {
        for (const decode of [decodeWbxml, decodeXml]) {
          for (const input of [octets, new Uint8Array(Buffer.concat([header, octets]))]) {
            const error = errorOf(() => decode(input));
            if (error !== undefined) expect(error).toBeInstanceOf(DecodeError);
          }
        }
      }),
      { numRuns: NOISE_INPUTS, seed: SEED },
    );
  });
});
