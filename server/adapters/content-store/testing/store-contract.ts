import { createHash, randomBytes, randomUUID } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { beforeEach, describe, expect, it } from "vitest";
import { asStoreError, type ContentStore } from "../content-store";

/** A place for one test, and a way to open the store that is kept there, as another process would. */
export type OpenStore = () => Promise<ContentStore>;

let store: ContentStore;
let openAgain: OpenStore;

export const sha256Of = (octets: Uint8Array) => createHash("sha256").update(octets).digest("hex");

export async function* inChunks(octets: Uint8Array, chunk = 70_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < octets.length; at += chunk) yield octets.subarray(at, at + chunk);
}

async function* cutAfter(octets: Uint8Array): AsyncGenerator<Uint8Array> {
  yield octets;
  throw new Error("The sender went away.");
}

/** Puts octets into a store, and answers their digest. */
export async function storeOctets(into: ContentStore, octets: Uint8Array): Promise<string> {
  const part = randomUUID();
  await into.append(part, inChunks(octets), { offset: 0, octetsMax: octets.length });
  await into.commit(part, sha256Of(octets));
  return sha256Of(octets);
}

/** Fails unless whatever the store does with the name throws a RangeError. */
export async function refusesName(by: ContentStore, name: string): Promise<void> {
  const calls = [
    () => by.open(name, 0, 1),
    () => by.read(name, 0, 1),
    () => by.size(name),
    async () => by.remove(name),
    () => by.digest(name),
    () => by.openPart(name),
    () => by.partSize(name),
    () => by.dropPart(name),
    () => by.commit(name, "0".repeat(64)),
    () => by.commit(randomUUID(), name),
    async () => by.append(name, inChunks(Buffer.from("x")), { offset: 0, octetsMax: 1 }),
  ];
  for (const call of calls) await expect(async () => call(), name).rejects.toThrow(RangeError);
}

async function codeOf(work: Promise<unknown>): Promise<string | null> {
  return work.then(
    () => null,
    (error: unknown) => asStoreError(error)?.code ?? String(error),
  );
}

/** What every content store does. `place` is called before each test. */
export function describeStore(where: string, place: () => Promise<OpenStore>): void {
  describe(`a content store ${where}`, () => {
    beforeEach(async () => {
      openAgain = await place();
      store = await openAgain();
    });

    it("keeps what it is given, octet by octet, under its digest", async () => {
      const octets = randomBytes(1_000_000);
      const part = randomUUID();
      const taken = await store.append(part, inChunks(octets), { offset: 0, octetsMax: octets.length });
      expect(taken).toEqual({ size: octets.length, sha256: sha256Of(octets) });
      expect(await store.partSize(part)).toBe(octets.length);
      await store.commit(part, sha256Of(octets));
      expect(await store.partSize(part)).toBeNull();
      expect(await store.size(sha256Of(octets))).toBe(octets.length);
      expect(await store.digest(sha256Of(octets))).toBe(sha256Of(octets));
      expect((await buffer(await store.open(sha256Of(octets), 0, octets.length))).equals(octets)).toBe(true);
      expect(await store.usedOctets()).toBe(octets.length);
    });

    it("goes on where a sender that went away had come, and still knows the digest", async () => {
      const octets = randomBytes(300_000);
      const part = randomUUID();
      const safe: number[] = [];
      const cut = store.append(part, cutAfter(octets.subarray(0, 100_000)), {
        offset: 0,
        octetsMax: octets.length,
        onProgress: async (upTo) => void safe.push(upTo),
      });
      expect(await codeOf(cut)).toContain("went away");
      expect(safe).toEqual([100_000]);
      const rest = await store.append(part, inChunks(octets.subarray(100_000)), {
        offset: 100_000,
        octetsMax: 200_000,
      });
      expect(rest).toEqual({ size: 300_000, sha256: sha256Of(octets) });
    });

    it("keeps what is long in any number of pieces, with cuts and steps back", async () => {
      const octets = randomBytes(20_000_000);
      const part = randomUUID();
      const safe: number[] = [];
      const onProgress = async (upTo: number) => void safe.push(upTo);
      const cut = store.append(part, cutAfter(octets.subarray(0, 9_000_000)), {
        offset: 0,
        octetsMax: octets.length,
        onProgress,
      });
      expect(await codeOf(cut)).toContain("went away");
      expect(safe.at(-1)).toBe(9_000_000);
      const wrong = inChunks(randomBytes(10_000_000));
      await store.append(part, wrong, { offset: 9_000_000, octetsMax: 10_000_000 });
      expect(await store.partSize(part)).toBe(19_000_000);
      const back = { offset: 1_234, octetsMax: 8_000_000 };
      await store.append(part, inChunks(octets.subarray(1_234, 8_001_234)), back);
      expect(await store.partSize(part)).toBe(8_001_234);
      const rest = { offset: 8_001_234, octetsMax: octets.length, onProgress };
      const taken = await store.append(part, inChunks(octets.subarray(8_001_234), 3_000_000), rest);
      expect(taken.size).toBe(octets.length);
      expect(safe.at(-1)).toBe(octets.length);
      expect((await buffer(await store.openPart(part))).equals(octets)).toBe(true);
      await store.commit(part, sha256Of(octets));
      expect(await store.digest(sha256Of(octets))).toBe(sha256Of(octets));
      expect(await store.partSize(part)).toBeNull();
      for (const [from, to] of [
        [8_388_600, 8_388_620],
        [0, 1],
        [19_999_999, 20_000_000],
      ] as const) {
        const some = await buffer(await store.open(sha256Of(octets), from, to));
        expect(some.equals(octets.subarray(from, to)), `${from}`).toBe(true);
      }
    });

    it("says that it does not know the digest of a part that another process began", async () => {
      const octets = randomBytes(2_000);
      const part = randomUUID();
      await store.append(part, inChunks(octets.subarray(0, 1_000)), { offset: 0, octetsMax: 1_000 });
      const other = await openAgain();
      const rest = await other.append(part, inChunks(octets.subarray(1_000)), { offset: 1_000, octetsMax: 1_000 });
      expect(rest).toEqual({ size: 2_000, sha256: null });
      expect((await buffer(await other.openPart(part))).equals(octets)).toBe(true);
    });

    it("writes over what lies behind the offset", async () => {
      const part = randomUUID();
      await store.append(part, inChunks(Buffer.from("abcdef")), { offset: 0, octetsMax: 6 });
      await store.append(part, inChunks(Buffer.from("X")), { offset: 3, octetsMax: 3 });
      expect((await buffer(await store.openPart(part))).toString()).toBe("abcX");
    });

    it("refuses octets beyond what was announced, and a gap", async () => {
      const part = randomUUID();
      const long = store.append(part, inChunks(Buffer.from("abcdef")), { offset: 0, octetsMax: 5 });
      expect(await codeOf(long)).toBe("TOO_LONG");
      expect(await store.partSize(part)).toBe(5);
      const gap = store.append(part, inChunks(Buffer.from("x")), { offset: 9, octetsMax: 5 });
      expect(await codeOf(gap)).toBe("OFFSET");
    });

    it("reads any range, and says when there is nothing", async () => {
      const octets = randomBytes(5_000);
      const sha256 = await storeOctets(store, octets);
      expect((await buffer(await store.open(sha256, 100, 200))).equals(octets.subarray(100, 200))).toBe(true);
      expect((await buffer(await store.open(sha256, 100, 100))).length).toBe(0);
      expect(Buffer.from(await store.read(sha256, 4_990, 100)).equals(octets.subarray(4_990))).toBe(true);
      await store.remove(sha256);
      expect(await store.size(sha256)).toBeNull();
      expect(await store.digest(sha256)).toBeNull();
      expect(await codeOf(store.read(sha256, 0, 1))).toBe("MISSING");
      expect(await codeOf(store.open(sha256, 0, 1))).toBe("MISSING");
    });

    it("takes a commit again, and one of octets that are there already", async () => {
      const octets = randomBytes(100);
      const sha256 = await storeOctets(store, octets);
      await store.commit(randomUUID(), sha256);
      await storeOctets(store, octets);
      expect(await store.size(sha256)).toBe(100);
      expect(await codeOf(store.commit(randomUUID(), "0".repeat(64)))).toBe("MISSING");
    });

    it("lists what is old", async () => {
      const sha256 = await storeOctets(store, randomBytes(10));
      const part = randomUUID();
      await store.append(part, inChunks(randomBytes(10)), { offset: 0, octetsMax: 10 });
      expect(await store.listOlderThan(new Date(Date.now() + 60_000))).toEqual({ files: [sha256], parts: [part] });
      expect(await store.listOlderThan(new Date(0))).toEqual({ files: [], parts: [] });
    });

    it("refuses every name that is no digest and no uuid", async () => {
      for (const name of HOSTILE_NAMES) await refusesName(store, name);
      expect(await store.listOlderThan(new Date(Date.now() + 60_000))).toEqual({ files: [], parts: [] });
    });
  });
}

/** Names that are no digest and no uuid. */
export const HOSTILE_NAMES = [
  "..",
  "../../etc/passwd",
  "/etc/passwd",
  "\0",
  "con",
  "a".repeat(10_000),
  `${"0".repeat(63)}/`,
  `..${"0".repeat(62)}`,
  `${"A".repeat(64)}`,
  `${"0".repeat(64)}\n`,
  "",
  ".",
  "%2e%2e%2f",
  "..\\..\\windows",
  "C:\\x",
  "~root",
  "files/00",
  "00000000-0000-0000-0000-000000000000/../x",
  "\u202egnp.exe",
  "NUL",
];
