import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDiskStore } from "../../adapters/content-store";
import { fromPublicId, newUuid } from "../../ids";
import { readContent, registerContent } from ".";
import {
  bodyOf,
  type ContentDesk,
  openContentDesk,
  registrationOf,
  sha256Of,
  someOctets,
  tokenOf,
} from "./testing/content-desk";
import { createUploads } from "./uploads";

let desk: ContentDesk;

beforeAll(async () => {
  desk = await openContentDesk();
});
afterAll(() => desk.close());

async function uploaded(
  octets: Uint8Array,
  sent = octets,
): Promise<{ readonly id: string; readonly contentId: string }> {
  const content = await registerContent(desk.context, registrationOf(octets));
  await desk.uploads.append(tokenOf(content), 0, bodyOf(sent));
  return { id: content.id, contentId: fromPublicId("con", content.id) ?? "" };
}

const stateOf = async (id: string) => (await readContent(desk.context, { id })).state;
const partsNow = () => readdir(join(desk.root, "parts"));

describe("when processes die and senders go away", () => {
  it("an upload that stays incomplete is given up after its time, and leaves no file", async () => {
    const octets = someOctets(10_000);
    const { id, contentId } = await uploaded(octets, octets.subarray(0, 4_000));
    expect(await desk.work.tidy()).toBe(0);
    await desk.test.sql`update contents set due_at = now() where content_id = ${contentId}`;
    while ((await desk.work.tidy()) > 0);
    expect(await readContent(desk.context, { id })).toMatchObject({
      state: "rejected",
      reason: { code: "upload_given_up", text: "Of 10000 octets 4000 came in time." },
    });
    expect(await partsNow()).toEqual([]);
  });

  it("octets that another process took in, and those whose digest nobody saw whole, are read again", async () => {
    const octets = someOctets(20_000);
    const content = await registerContent(desk.context, registrationOf(octets));
    const [sealer, database] = [desk.context.sealer, desk.test.database];
    const other = createUploads({ database, sealer, store: await openDiskStore(desk.root) });
    await desk.uploads.append(tokenOf(content), 0, bodyOf(octets.subarray(0, 7_000)));
    await other.append(tokenOf(content), 7_000, bodyOf(octets.subarray(7_000)));
    const [row] = await desk.test
      .sql`select received_sha256 from contents where content_id = ${fromPublicId("con", content.id) ?? ""}`;
    expect(row?.["received_sha256"]).toBeNull();
    await desk.work.verify();
    expect(await stateOf(content.id)).toBe("ready");
  });

  it("a worker that dies between the file and the row is followed by another", async () => {
    const octets = someOctets();
    const { id, contentId } = await uploaded(octets);
    await desk.store.commit(contentId, sha256Of(octets));
    await desk.test.sql`
      update contents set leased_by = ${newUuid()}, lease_until = now() + interval '30 seconds' where content_id = ${contentId}`;
    expect(await desk.work.verify()).toBe(0);
    await desk.test.sql`update contents set lease_until = now() - interval '1 second' where content_id = ${contentId}`;
    expect(await desk.work.verify()).toBe(1);
    expect(await stateOf(id)).toBe("ready");
  });

  it("octets that are lost reject the content instead of waiting for ever", async () => {
    const { id, contentId } = await uploaded(someOctets());
    await desk.store.dropPart(contentId);
    await desk.work.verify();
    expect(await readContent(desk.context, { id })).toMatchObject({
      state: "rejected",
      reason: { code: "bad_octets" },
    });
  });

  it("of two workers one checks a content, and a wrong one leaves the file of a right one alone", async () => {
    const octets = someOctets();
    const { id } = await uploaded(octets);
    const checked = await Promise.all([desk.work.verify(), desk.work.verify()]);
    expect(checked.toSorted()).toEqual([0, 1]);
    expect(await stateOf(id)).toBe("ready");
    const page = await desk.takeIn(Buffer.from("<!DOCTYPE html><title>404</title>"));
    expect(page).toMatchObject({
      state: "rejected",
      checks: expect.arrayContaining([expect.objectContaining({ check: "format", result: "failed" })]),
    });
    const twin = await registerContent(desk.context, registrationOf(octets));
    await desk.uploads.append(tokenOf(twin), 0, bodyOf(someOctets(octets.length)));
    await desk.work.verify();
    while ((await desk.work.tidy()) > 0);
    expect(await stateOf(twin.id)).toBe("rejected");
    expect(await desk.store.digest(sha256Of(octets))).toBe(sha256Of(octets));
  });

  it("parts and files that no content knows of are removed after a day, and no others", async () => {
    const octets = someOctets();
    const orphan = newUuid();
    await desk.store.append(orphan, bodyOf(octets).octets, { offset: 0, octetsMax: octets.length });
    const lost = newUuid();
    await desk.store.append(lost, bodyOf(octets).octets, { offset: 0, octetsMax: octets.length });
    await desk.store.commit(lost, sha256Of(octets));
    const open = await uploaded(someOctets(100), someOctets(10));
    const kept = await desk.takeIn(someOctets());
    expect(await desk.work.sweep(new Date())).toBe(0);
    expect(await desk.work.sweep(new Date(Date.now() + 90_000_000))).toBe(2);
    expect(await partsNow()).toEqual([open.contentId]);
    expect(await desk.store.size(sha256Of(octets))).toBeNull();
    expect(await desk.store.size(kept.sha256)).toBe(kept.size);
  });

  it("a sender that comes back takes over from its own older connection", async () => {
    const octets = someOctets(1_000);
    const content = await registerContent(desk.context, registrationOf(octets));
    let cut: (error: Error) => void = () => {};
    const hanging = (async function* () {
      yield octets.subarray(0, 400);
      await new Promise((_resolve, reject) => {
        cut = reject;
      });
    })();
    const older = desk.uploads.append(tokenOf(content), 0, {
      octets: hanging,
      length: 1_000,
      cut: (error) => cut(error),
    });
    const ended = older.catch((error: Error) => error.message);
    for (
      let waited = 0;
      (await desk.store.partSize(fromPublicId("con", content.id) ?? "")) !== 400 && waited < 200;
      waited += 1
    ) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const { offset } = await desk.uploads.status(tokenOf(content));
    expect([offset, await ended]).toEqual([400, "Another request goes on with this upload."]);
    await desk.uploads.append(tokenOf(content), 400, bodyOf(octets.subarray(400)));
    expect(await stateOf(content.id)).toBe("verifying");
  });
});
