import { afterAll, beforeAll, expect, it } from "vitest";
import { deleteContent } from "./delete-content";
import { readContent } from "./read-content";
import { registerContent } from "./register-content";
import { bodyOf, type ContentDesk, openContentDesk, registrationOf, someOctets, tokenOf } from "./testing/content-desk";
import { UploadError } from "./uploads";

let desk: ContentDesk;
beforeAll(async () => {
  desk = await openContentDesk();
});
afterAll(() => desk.close());

/** Octets of a sender who does not say how many there will be, and what happens before their end. */
function bodyWithEnd(octets: Uint8Array, atEnd: () => Promise<void>) {
  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield octets;
    await atEnd();
  }
  return { octets: pieces(), length: null, cut: () => {} };
}

it("checks an upload of which all octets came, also when its sender was cut off before it had said so", async () => {
  const octets = someOctets();
  const content = await registerContent(desk.context, registrationOf(octets));
  const cutOff = bodyWithEnd(octets, async () => {
    throw new UploadError("CUT", "The sender went away.");
  });
  await expect(desk.uploads.append(tokenOf(content), 0, cutOff)).rejects.toMatchObject({ code: "CUT" });
  // Its sender asks how far it came, and has nothing left to send.
  expect(await desk.uploads.status(tokenOf(content))).toMatchObject({ offset: octets.length, length: octets.length });
  while ((await desk.work.tidy()) > 0);
  await desk.work.verify();
  expect((await readContent(desk.context, { id: content.id })).state).toBe("ready");
});

it("leaves an upload alone that somebody is just ending", async () => {
  const octets = someOctets();
  const content = await registerContent(desk.context, registrationOf(octets));
  const isEnding = bodyWithEnd(new Uint8Array(), async () => {
    await desk.test.sql`update contents set received = size where state = 'uploading'`;
    expect(await desk.work.tidy()).toBe(0);
    await desk.test.sql`update contents set received = 0 where state = 'uploading'`;
  });
  await desk.uploads.append(tokenOf(content), 0, isEnding);
  expect(await desk.uploads.append(tokenOf(content), 0, bodyOf(octets))).toMatchObject({ offset: octets.length });
});

it("says that the upload is gone when its content is deleted while octets come", async () => {
  const octets = someOctets();
  const content = await registerContent(desk.context, registrationOf(octets));
  const deleting = bodyWithEnd(octets.subarray(0, 500), async () => {
    await deleteContent(desk.context, { id: content.id });
  });
  await expect(desk.uploads.append(tokenOf(content), 0, deleting)).rejects.toMatchObject({ code: "UNKNOWN" });
});
