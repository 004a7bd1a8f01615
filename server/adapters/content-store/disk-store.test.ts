import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDiskStore } from "./disk-store";
import { describeStore, HOSTILE_NAMES, refusesName, storeOctets } from "./testing/store-contract";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "dmwsi-contents-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

describeStore("on disk", async () => () => openDiskStore(root));

describe("a content store on disk", () => {
  it("is readable by nobody else", async () => {
    const sha256 = await storeOctets(await openDiskStore(root), Buffer.from("x"));
    expect((await stat(join(root, "files", sha256.slice(0, 2), sha256))).mode & 0o077).toBe(0);
  });
});

describe("trust:content-paths: names never leave the store", () => {
  it("refuses every name that is no digest and no uuid, for everything that it does", async () => {
    const store = await openDiskStore(root);
    await writeFile(join(root, "outside"), "x");
    let refused = 0;
    for (const name of HOSTILE_NAMES) {
      await refusesName(store, name);
      refused += 1;
    }
    expect((await readdir(root)).toSorted()).toEqual(["files", "outside", "parts"]);
    expect(await readdir(join(root, "parts"))).toEqual([]);
    console.log(`content-paths ${refused}/${HOSTILE_NAMES.length}`);
  });
});
