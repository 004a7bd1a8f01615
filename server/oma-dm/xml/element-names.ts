import type { Dialect, Vocabulary } from "../element";
import { CODE_PAGES, type Tag } from "../wbxml";

/** Room for the largest vocabulary (56 names) with few collisions; a power of two. */
const SLOTS = 256;
const HASH_FACTOR = 31;

interface Entry {
  readonly hash: number;
  readonly octets: Uint8Array;
  readonly tag: Tag;
}

/** The hash of a name is built up octet by octet while its end is looked for; it begins with 0. */
export function nameHash(hash: number, octet: number): number {
  return (Math.imul(hash, HASH_FACTOR) + octet) | 0;
}

/** Finds the tag of a name by its octets, without making a string of them. */
export class ElementNames {
  private readonly slots: (Entry | undefined)[] = new Array(SLOTS).fill(undefined);

  constructor(tags: Iterable<Tag>) {
    for (const tag of tags) {
      const octets = Buffer.from(tag.name, "latin1");
      const hash = octets.reduce(nameHash, 0);
      let slot = hash & (SLOTS - 1);
      while (this.slots[slot] !== undefined) slot = (slot + 1) & (SLOTS - 1);
      this.slots[slot] = { hash, octets, tag };
    }
  }

  find(octets: Uint8Array, start: number, end: number, hash: number): Tag | undefined {
    let slot = hash & (SLOTS - 1);
    for (;;) {
      const entry = this.slots[slot];
      if (entry === undefined) return undefined;
      if (entry.hash === hash && equalOctets(entry.octets, octets, start, end)) return entry.tag;
      slot = (slot + 1) & (SLOTS - 1);
    }
  }
}

function equalOctets(expected: Uint8Array, octets: Uint8Array, start: number, end: number): boolean {
  if (expected.length !== end - start) return false;
  for (let index = 0; index < expected.length; index += 1) {
    if (expected[index] !== octets[start + index]) return false;
  }
  return true;
}

/** The names that may appear in a document of one type, by vocabulary. */
export type NamesByVocabulary = Readonly<Partial<Record<Vocabulary, ElementNames>>>;

function namesOf(dialect: Dialect): NamesByVocabulary {
  const names: Partial<Record<Vocabulary, ElementNames>> = {};
  for (const page of CODE_PAGES[dialect]) {
    names[page.vocabulary] ??= new ElementNames(page.tags.filter((tag) => tag !== undefined));
  }
  return names;
}

const syncmlNames = namesOf("SyncML 1.2");

export const ELEMENT_NAMES: Readonly<Record<Dialect, NamesByVocabulary>> = {
  "SyncML 1.0": syncmlNames,
  "SyncML 1.1": syncmlNames,
  "SyncML 1.2": syncmlNames,
  "DM DDF 1.2": syncmlNames,
  "DevInf 1.1": namesOf("DevInf 1.1"),
  "DevInf 1.2": namesOf("DevInf 1.2"),
  "PROV 1.0": namesOf("PROV 1.0"),
};
