import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FIXTURES = join(import.meta.dirname, "..", "fixtures");

/** One test vector of `fixtures/index.json`. */
export interface Vector {
  readonly id: string;
  readonly about: string;
  readonly wbxml: Uint8Array;
  /** The same document in XML; absent where there is none. */
  readonly xml: Uint8Array | undefined;
  /** Of an item with Format bin: the octets of its Data, in hexadecimal. */
  readonly dataHex: string | undefined;
}

interface IndexEntry {
  readonly id: string;
  readonly about: string;
  readonly wbxml: string;
  readonly xml?: string | null;
  readonly expected_data_hex?: string;
}

export function fixtureOctets(path: string): Uint8Array {
  return new Uint8Array(readFileSync(join(FIXTURES, path)));
}

/** `pairs` come from another encoder, `assembled` show forms it never writes, `malformed` have to be refused. */
export function vectorsOf(kind: "pairs" | "assembled" | "malformed"): Vector[] {
  const index = JSON.parse(readFileSync(join(FIXTURES, "index.json"), "utf8")) as Record<typeof kind, IndexEntry[]>;
  return index[kind].map((entry) => ({
    id: entry.id,
    about: entry.about,
    wbxml: fixtureOctets(entry.wbxml),
    xml: entry.xml == null ? undefined : fixtureOctets(entry.xml),
    dataHex: entry.expected_data_hex,
  }));
}

/** The messages of a whole session, in order. */
export function dialogueVectors(): Vector[] {
  return readdirSync(join(FIXTURES, "dialogue"))
    .filter((name) => name.endsWith(".wbxml"))
    .sort()
    .map((name) => ({
      id: name.replace(".wbxml", ""),
      about: "a message of the recorded session",
      wbxml: fixtureOctets(`dialogue/${name}`),
      xml: fixtureOctets(`dialogue/${name.replace(".wbxml", ".xml")}`),
      dataHex: undefined,
    }));
}
