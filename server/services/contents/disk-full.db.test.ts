import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDiskStore } from "../../adapters/content-store";
import { createContentWork, readContent, registerContent } from ".";
import { bodyOf, type ContentDesk, openContentDesk, registrationOf, someOctets, tokenOf } from "./testing/content-desk";
import { createUploads } from "./uploads";

let desk: ContentDesk;
const directory = mkdtempSync(join(tmpdir(), "dmwsi-small-disk-"));
const isMounted = mountSmallDisk();

beforeAll(async () => {
  desk = await openContentDesk();
});
afterAll(async () => {
  await desk.close();
  if (isMounted) execFileSync("umount", [directory]);
  rmSync(directory, { recursive: true, force: true });
});

/** A disk of 4 MiB, which only root may have. */
function mountSmallDisk(): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", directory], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

describe("a content store without room", () => {
  it("keeps what is safe, says so, and the upload goes on when there is room again", async () => {
    if (!isMounted) return console.log("disk-full not run: it needs the right to mount a small disk");
    const { database } = desk.test;
    const store = await openDiskStore(directory);
    const uploads = createUploads({ database, sealer: desk.context.sealer, store });
    const ballast = join(directory, "ballast");
    await writeFile(ballast, Buffer.alloc(3_000_000));
    const octets = someOctets(3_500_000);
    const content = await registerContent(desk.context, registrationOf(octets));
    const token = tokenOf(content);
    await expect(uploads.append(token, 0, bodyOf(octets))).rejects.toMatchObject({ name: "UploadError", code: "FULL" });
    const { offset } = await uploads.status(token);
    expect((await readContent(desk.context, { id: content.id })).state).toBe("uploading");
    await expect(uploads.append(token, offset, bodyOf(octets.subarray(offset)))).rejects.toMatchObject({
      code: "FULL",
    });
    await rm(ballast);
    const now = (await uploads.status(token)).offset;
    await uploads.append(token, now, bodyOf(octets.subarray(now)));
    const work = createContentWork({
      ...{ database, store, policy: "none", redirectsMax: 0 },
      fetch: () => Promise.reject(new Error("Nothing is pulled here.")),
      onError: () => {},
    });
    await work.verify();
    expect((await readContent(desk.context, { id: content.id })).state).toBe("ready");
    expect(await store.usedOctets()).toBe(octets.length);
    console.log("disk-full 1/1");
  });
});
