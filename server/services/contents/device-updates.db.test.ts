import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromPublicId } from "../../ids";
import { readComponents, registerDevice } from "../devices";
import { moveContent, type ReadyContentFacts, readyContent } from "../downloads/testing/ready-content";
import { Scope } from "../principal";
import { listDeviceUpdates } from ".";
import { type ContentDesk, openContentDesk, someOctets } from "./testing/content-desk";

let desk: ContentDesk;
let id: string;

beforeAll(async () => {
  desk = await openContentDesk();
  const facts = { manufacturer: "Acme", model: "R5" };
  const device = await registerDevice(desk.context, { devId: "IMEI:350000000000001", ...facts });
  id = device.id;
  await desk.test.sql`update devices set firmware = '1.4' where device_id = ${fromPublicId("dev", id)}`;
});
afterAll(() => desk.close());

const ready = (facts: ReadyContentFacts = {}) => readyContent(desk.test.sql, desk.store, someOctets(), facts);

const system = (over: object = {}) => ({
  ...desk.context,
  principal: {
    ...desk.context.principal,
    kind: "system" as const,
    id: "xs_1",
    scopes: new Set(Scope.options),
    ...over,
  },
});

async function updates(input: object = {}) {
  const { items } = await listDeviceUpdates(desk.context, { id, ...input });
  return new Map(items.map((item) => [item.content.name, item]));
}

describe("the updates of a device", () => {
  it("are the ready contents, each with whether it fits, and why not", async () => {
    await ready({ name: "later", version: "1.5", manufacturer: "ACME", models: ["r5"] });
    await ready({ name: "same", version: "1.4" });
    await ready({ name: "earlier", version: "1.3" });
    await ready({ name: "other maker", version: "1.5", manufacturer: "Nimbus" });
    await ready({ name: "other model", version: "1.5", manufacturer: "Acme", models: ["R6"] });
    await ready({ name: "other version", version: "1.5", fromVersions: ["1.2", "1.3"] });
    const retired = await ready({ name: "retired", version: "1.6" });
    await moveContent(desk.test.sql, retired.uuid, "retired");
    const found = await updates();
    expect([...found].map(([name, { fits, has, reason }]) => [name, fits, has, reason?.code ?? null])).toEqual([
      ["other version", false, "1.4", "content_unfit"],
      ["other model", false, "1.4", "content_unfit"],
      ["other maker", false, "1.4", "content_unfit"],
      ["earlier", false, "1.4", "downgrade"],
      ["same", false, "1.4", "already_there"],
      ["later", true, "1.4", null],
    ]);
    expect(found.get("other model")?.reason?.text).toBe("The content is for R6, and the device is a R5.");
    expect(found.get("other version")?.reason?.text).toBe("The content replaces 1.2, 1.3, and the device has 1.4.");
  });

  it("of software are compared with what the device is known to have from that content", async () => {
    const chat = await ready({ name: "chat", kind: "software", version: "2.1" });
    expect((await updates({ kind: "software" })).get("chat")).toMatchObject({ has: null, fits: true });
    const { sql } = desk.test;
    for (const [leaf, value] of Object.entries({ ID: "org.example.chat", PkgIDRef: chat.id, Version: "2.1" })) {
      await sql`insert into device_nodes (device_id, uri, format, value, read_at)
        values (${fromPublicId("dev", id)}, ${`./SCM/Inventory/Deployed/Chat/${leaf}`}, 'chr', ${value}, now())`;
    }
    expect((await updates({ kind: "software" })).get("chat")).toMatchObject({
      has: "2.1",
      reason: { code: "already_there" },
    });
    expect(await readComponents(desk.context, { id })).toMatchObject({
      deployed: [{ componentId: "org.example.chat", packageId: chat.id, version: "2.1" }],
      delivered: [],
      firmware: [],
      truncated: false,
    });
  });

  it("come page by page", async () => {
    const names: string[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < 10; page += 1) {
      const { items, next }: Awaited<ReturnType<typeof listDeviceUpdates>> = await listDeviceUpdates(desk.context, {
        id,
        limit: 2,
        ...(cursor === null ? {} : { cursor }),
      });
      names.push(...items.map(({ content }) => content.name));
      cursor = next;
      if (!next) break;
    }
    expect(names).toEqual([...(await updates()).keys()]);
    expect(names.length).toBeGreaterThan(4);
  });

  it("show an External System no content of another, and no device but its own", async () => {
    await ready({ name: "own", systemId: "xs_1" });
    await ready({ name: "of another", systemId: "xs_2" });
    const { items } = await listDeviceUpdates(system(), { id });
    const names = items.map(({ content }) => content.name);
    expect([names[0], names.includes("of another")]).toEqual(["own", false]);
    for (const over of [{ realm: "sandbox" as const }, { deviceGroups: [] }]) {
      await expect(listDeviceUpdates(system(over), { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(readComponents(system(over), { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    for (const [scope, code] of [
      ["devices:read", "NOT_FOUND"],
      ["contents:read", "FORBIDDEN"],
    ] as const) {
      const scopes = new Set(Scope.options.filter((one) => one !== scope));
      await expect(listDeviceUpdates(system({ scopes }), { id })).rejects.toMatchObject({ code });
    }
  });
});
