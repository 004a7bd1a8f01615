import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DecodeError } from "../decode-error";
import type { Encoding } from "../element";
import { damagedMessage } from "../testing/codec-fuzz";
import { fixtureOctets } from "../testing/vectors";
import { readDdf } from "./read-ddf";
import { readTnds } from "./read-tnds";
import type { TreeRecord } from "./tree-record";
import { canonicalUri } from "./uri";
import { isAtOrBelow } from "./uri-parts";
import { writeTnds } from "./write-tnds";

const INPUTS = 20_000;
const SEED = 351_234_560;
const TIMEOUT_MS = 120_000;
const BASE = "./Base";

/** One with every property, so that damage meets each of them. */
const full: readonly TreeRecord[] = [
  { uri: "./A", format: "node", type: "urn:oma:mo:x:1.0", value: null, acl: "Get=*&Replace=a+b", title: "A" },
  { uri: "./A/Octets", format: "bin", type: "application/octet-stream", value: "AP8B", size: 3, verNo: 7 },
  { uri: "./A/Text", format: "chr", type: "text/plain", value: "x & y", tStamp: "20270131T164500Z" },
  { uri: "./B/C/D", format: "int", type: null, value: "5" },
];

/** Reads damaged octets as a tree: what it gives can be written, and reads as the same again. */
function readAsTree(octets: Uint8Array, encoding: Encoding): string {
  const { records, problems } = readTnds(octets, encoding, BASE);
  for (const { uri } of records) {
    expect(canonicalUri(uri)).toBe(uri);
    expect(isAtOrBelow(uri, BASE)).toBe(true);
  }
  expect(new Set(records.map((record) => record.uri)).size).toBe(records.length);
  const again = readTnds(writeTnds(records, "wbxml", { base: BASE }), "wbxml", BASE);
  if (problems.length > 0) return "odd";
  expect(again.records.map((record) => record.uri).sort()).toEqual(records.map((record) => record.uri).sort());
  return "read";
}

/** Reads damaged octets as a description: every question to it has an answer. */
function readAsDescription(octets: Uint8Array, encoding: Encoding): string {
  const { description, problems } = readDdf(octets, encoding);
  for (const uri of [".", "./P", "./x", "./x/y/z"]) {
    const described = description.describe(uri);
    if (described && uri !== ".") expect(description.covers(uri)).toBe(true);
  }
  return problems.length > 0 ? "odd" : "read";
}

describe("a tree or a description with random damage is read, read with problems, or refused", () => {
  it("fuzz-tnds-ddf", { timeout: TIMEOUT_MS }, () => {
    const outcomes = new Map<string, number>();
    const readers = { tnds: readAsTree, ddf: readAsDescription };
    const documents = (["xml", "wbxml"] as const).flatMap((encoding) => [
      { kind: "tnds" as const, encoding, octets: fixtureOctets(`pairs/s40-tnds-standalone.${encoding}`) },
      { kind: "tnds" as const, encoding, octets: writeTnds(full, encoding) },
      { kind: "ddf" as const, encoding, octets: fixtureOctets(`pairs/s41-ddf.${encoding}`) },
    ]);
    const damaged = fc
      .constantFrom(...documents)
      .chain((document) => damagedMessage([document.octets]).map((octets) => ({ ...document, octets })));
    fc.assert(
      fc.property(damaged, ({ kind, encoding, octets }) => {
        const outcome = outcomeOf(() => readers[kind](octets, encoding));
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }),
      { numRuns: INPUTS, seed: SEED },
    );
    for (const outcome of ["read", "odd", "TRUNCATED", "UNKNOWN_TAG", "MALFORMED"]) {
      expect([...outcomes.keys()]).toContain(outcome);
    }
    const total = [...outcomes.values()].reduce((sum, count) => sum + count, 0);
    console.log(`fuzz-tnds-ddf ${total}/${INPUTS}`);
  });
});

function outcomeOf(read: () => string): string {
  try {
    return read();
  } catch (error) {
    if (error instanceof DecodeError) return error.code;
    throw error;
  }
}
