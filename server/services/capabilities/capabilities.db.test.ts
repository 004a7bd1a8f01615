import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builtInProfile, makeDevices, type QuirkName, registrationOf, startFleet } from "../../../simulator";
import { deviceIdOf, fromPublicId, toPublicId, toTaskId } from "../../ids";
import { type DeviceEndpoint, openDeviceEndpoint } from "../../testing/device-endpoint";
import { findViolations } from "../../testing/invariants";
import { internalPrincipal } from "../authorization";
import { readTree, registerDevice } from "../devices";
import { readTask, startOperation } from "../operations";
import { createCapabilityMemory, forgetCapability, listCapabilities, missingIn } from "./index";

const SECONDS_MAX = 20;
/** Nodes that differ from one device to the next. */
const OWN = /DevId|Mod$|DMAcc|Serial/;
const trees = new Map<string, unknown>();
const LISTS = [".?list=StructData", ".?list=Struct", ".?list=TNDS"];

let endpoint: DeviceEndpoint;
let count = 0;
beforeAll(async () => {
  endpoint = await openDeviceEndpoint();
});
afterAll(async () => {
  expect(await findViolations(endpoint.test.sql)).toEqual([]);
  await endpoint.close();
});

interface NewDevice {
  readonly model: string;
  readonly quirks?: readonly QuirkName[];
  readonly at?: DeviceEndpoint;
}

/** Lets a new device of the model run one operation; its task, and what Gets it was sent. */
async function run({ model, quirks = [], at = endpoint }: NewDevice, kind: string, params: unknown) {
  const phone = builtInProfile("phone");
  const node = phone.nodes.get("./DevInfo/Mod");
  const nodes = node ? new Map(phone.nodes).set("./DevInfo/Mod", { ...node, value: model }) : phone.nodes;
  count += 1;
  const profile = { ...phone, nodes, model, quirks: new Set(quirks) };
  const devices = makeDevices({ count: 1, seed: `capabilities ${count}`, profiles: [profile], serverId: "dmwsi" });
  const fleet = await startFleet({ serverUrl: at.dmUrl, devices, seed: "1", polite: true });
  try {
    const [device] = devices;
    if (!device) throw new Error("no device");
    await registerDevice(endpoint.context, registrationOf(device, fleet.wakeAddressOf(device.devId)));
    const operation = await startOperation(endpoint.context, { kind, params, target: { devices: [device.devId] } });
    const id = toTaskId(deviceIdOf("live", device.devId), fromPublicId("op", operation.id) ?? "");
    fleet.call(device.devId);
    const end = Date.now() + SECONDS_MAX * 1_000;
    for (;;) {
      const task = await readTask(endpoint.context, { id });
      if (["succeeded", "failed"].includes(task.state)) {
        const lists = task.steps.filter((step) => step.uri.includes("?list="));
        return { device, task, lists };
      }
      if (Date.now() > end) throw new Error(`${kind} does not end: ${fleet.statistics().lastProblem}`);
      await sleep(20);
    }
  } finally {
    await fleet.stop();
  }
}

async function known(model: string): Promise<string[]> {
  const { items } = await listCapabilities(endpoint.context, { model, limit: 200 });
  return items.map((item) => item.capability).sort();
}

describe("what devices of a model do not know", () => {
  it("is kept with the answer, and not sent to the next devices of the model and firmware once two said so", async () => {
    const model = { model: "P-1", quirks: ["listUnsupported406"] } as const;
    const ill = await run(model, "device.discover", {});
    expect(ill.lists.map(({ uri, status }) => [uri, status])).toEqual(LISTS.map((uri) => [uri, 406]));
    const first = await run(model, "device.discover", {});
    expect(first.task).toMatchObject({ state: "succeeded", result: { how: "walk", truncated: false } });
    expect(first.lists.map(({ uri, status }) => [uri, status])).toEqual(LISTS.map((uri) => [uri, 406]));
    expect(await known("P-1")).toEqual(["list:Struct", "list:StructData", "list:TNDS"]);
    const { items } = await listCapabilities(endpoint.context, { model: "P-1", manufacturer: "Nimbus Mobile" });
    const facts = { status: 406, meaning: expect.any(String), wholeModel: true };
    expect(items[0]).toMatchObject({ firmware: "NM210-4.18.3", ...facts });

    const second = await run(model, "device.discover", {});
    expect(second.task).toMatchObject({ state: "succeeded", result: { how: "walk" } });
    expect(second.lists.map(({ uri, meaning }) => [uri, meaning.startsWith("Not sent")])).toEqual(
      LISTS.map((uri) => [uri, true]),
    );
    expect(await known("P-1")).toHaveLength(3);
  });

  it("is tried again once somebody has had it forgotten", async () => {
    const { items } = await listCapabilities(endpoint.context, { model: "P-1" });
    for (const { id } of items) await forgetCapability(endpoint.context, { id });
    expect(await known("P-1")).toEqual([]);
    const [forgotten] = items;
    await expect(forgetCapability(endpoint.context, { id: forgotten?.id })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    const { test, context } = endpoint;
    // As another process, or this one a minute later: nothing in memory.
    const later = await openDeviceEndpoint({ over: { test, context } });
    try {
      const again = await run({ model: "P-1", at: later }, "device.discover", {});
      expect(again.lists.map(({ uri, status }) => [uri, status])).toEqual([[".?list=StructData", 200]]);
    } finally {
      await later.close();
    }
  });

  it("counts for the one device that said so, and for its model from the second on", async () => {
    const memory = createCapabilityMemory(endpoint.test.database);
    const model = { realm: "live", manufacturer: "Acme", model: "P-6", firmware: "1" } as const;
    const [ill, other, third] = ["61", "62", "63"].map((end) => {
      return { ...model, deviceId: deviceIdOf("live", `IMEI:3500000000000${end}`) };
    });
    if (!ill || !other || !third) throw new Error("no devices");
    const said = [{ capability: "RespURI", status: 407 }] as const;
    for (let times = 0; times < 2; times += 1) await memory.learn(ill, said);
    const missing = async (device: typeof model & { deviceId: string }) => [...(await memory.missing(device))];
    expect([await missing(ill), await missing(other)]).toEqual([["RespURI"], []]);
    expect((await listCapabilities(endpoint.context, { model: "P-6" })).items).toMatchObject([{ wholeModel: false }]);
    // As another process, which has not read it yet, or did before.
    await createCapabilityMemory(endpoint.test.database).learn(other, said);
    await memory.learn(other, said);
    expect([await missing(ill), await missing(other), await missing(third)]).toEqual([
      ["RespURI"],
      ["RespURI"],
      ["RespURI"],
    ]);
    expect((await listCapabilities(endpoint.context, { model: "P-6" })).items).toMatchObject([{ wholeModel: true }]);
  });

  it("is not learned of a list that failed: that says nothing of what the device knows", () => {
    const asked = (status: number) =>
      ({ kind: "command", command: { name: "Get", uri: ".?list=StructData" }, status }) as const;
    expect(missingIn([asked(500)])).toEqual([]);
    for (const status of [404, 405, 406, 415, 501]) {
      expect(missingIn([asked(status)]), String(status)).toEqual([{ capability: "list:StructData", status }]);
    }
  });

  it("is of its firmware only, and of all firmware for a device whose own is not known", async () => {
    const memory = createCapabilityMemory(endpoint.test.database);
    const deviceId = deviceIdOf("live", "IMEI:350000000000001");
    const device = { deviceId, realm: "live", manufacturer: "Acme", model: "P-2", firmware: "1" } as const;
    await memory.learn(device, [{ capability: "Copy", status: 501 }]);
    await memory.learn(device, [{ capability: "Copy", status: 406 }]);
    expect([...(await memory.missing(device))]).toEqual(["Copy"]);
    expect([...(await memory.missing({ ...device, firmware: null }))]).toEqual(["Copy"]);
    for (const other of [{ firmware: "2" }, { model: "P-3" }, { model: null }, { realm: "sandbox" as const }]) {
      expect([...(await memory.missing({ ...device, ...other }))]).toEqual([]);
    }
    await memory.learn({ ...device, model: null }, [{ capability: "Atomic", status: 406 }]);
    expect(await known("P-2")).toEqual(["Copy"]);
    const stranger = { ...endpoint.context, principal: internalPrincipal("sandbox") };
    expect(await listCapabilities(stranger, {})).toMatchObject({ items: [] });
  });

  it("leaves room for what other devices say, whatever one says of itself", async () => {
    const memory = createCapabilityMemory(endpoint.test.database);
    const device = { realm: "live", manufacturer: "Acme", model: "P-7" } as const;
    const [rogue, honest] = [deviceIdOf("live", "IMEI:350000000000007"), deviceIdOf("live", "IMEI:350000000000008")];
    for (let i = 0; i < 130; i += 1) {
      await memory.learn({ ...device, deviceId: rogue, firmware: `made-up-${i}` }, [
        { capability: "Copy", status: 501 },
      ]);
    }
    expect(await known("P-7")).toHaveLength(100);
    const sane = { ...device, deviceId: honest, firmware: "1" };
    await memory.learn(sane, [{ capability: "Atomic", status: 406 }]);
    expect([...(await memory.missing(sane))]).toEqual(["Atomic"]);
  });

  it("keeps what was learned first where more is stored of a model than is read", async () => {
    await endpoint.test.sql`
      insert into missing_capabilities
        (capability_id, realm, manufacturer, model, firmware, capability, status, device_id)
      select lpad(to_hex(n), 32, '0')::uuid, 'live', 'Acme', 'P-8', '1', 'prop:' || n, 406, ${deviceIdOf("live", "IMEI:350000000000009")}
      from generate_series(1100, 1, -1) n`;
    const memory = createCapabilityMemory(endpoint.test.database);
    const deviceId = deviceIdOf("live", "IMEI:350000000000009");
    const device = { deviceId, realm: "live", manufacturer: "Acme", model: "P-8", firmware: "1" } as const;
    const missing = await memory.missing(device);
    expect([...missing].sort()).toEqual(Array.from({ length: 1_000 }, (_, i) => `prop:${i + 1}`).sort());
  });

  it("is learned of Copy, optional properties, Atomic and large objects, by whatever operation used them", async () => {
    const model = { model: "P-4", quirks: ["copy501", "propUnsupported406", "ignoresMoreData"] } as const;
    const copies = [{ from: "./Settings/Wifi/Ssid", to: "./DMAcc/Carrier/Ext/Ssid" }];
    const values = [
      { uri: "./Settings/Wifi/Ssid", value: "a" },
      { uri: "./Settings/Wifi/Channel", value: "6", format: "int" },
    ];
    for (let devices = 0; devices < 2; devices += 1) {
      const copied = await run(model, "parameter.copy", { copies });
      expect(copied.task).toMatchObject({ state: "succeeded", result: { values: [{ how: "add" }] } });
      await run(model, "parameter.set", { values, atomic: true });
    }
    await run(model, "parameter.get", { uris: ["./DevDetail/FwV", "./DevDetail/FwV?prop=TStamp", "./None"] });
    await run(model, "parameter.set", { values: [{ uri: "./Settings/Wifi/Ssid", value: "x".repeat(40_000) }] });
    expect(await known("P-4")).toEqual(["Atomic", "Copy", "large-objects", "prop:TStamp"]);

    const next = await run(model, "parameter.copy", { copies });
    expect(next.task).toMatchObject({ state: "succeeded", result: { values: [{ how: "add" }] } });
    expect(next.task.steps.find((step) => step.command === "Copy")?.meaning).toContain("Not sent");
    const set = await run(model, "parameter.set", { values, atomic: true });
    expect(set.task).toMatchObject({ state: "succeeded", result: { atomic: { by: "server", status: null } } });
    expect(set.task.steps.find((step) => step.command === "Atomic")?.meaning).toContain("Not sent");
  });

  it("does not keep a caller from asking for it", async () => {
    const model = { model: "P-5", quirks: ["listUnsupported406"] } as const;
    for (let devices = 0; devices < 2; devices += 1) {
      await run(model, "script.run", { commands: [{ command: "Get", uri: "./Settings?list=TNDS" }] });
    }
    expect(await known("P-5")).toEqual(["list:TNDS"]);
    const { lists } = await run(model, "script.run", { commands: [{ command: "Get", uri: "./Settings?list=TNDS" }] });
    expect(lists.map(({ meaning }) => meaning.startsWith("Not sent"))).toEqual([false]);
  });
});

describe("device.discover", () => {
  it.each([
    ["StructData", []],
    ["Struct", ["onlyStructLists"]],
    ["TNDS", ["onlyTndsLists"]],
    ["walk", ["listUnsupported406"]],
  ] as const)("reads the same tree by %s", async (how, quirks) => {
    const { device, task } = await run({ model: `P-${how}`, quirks }, "device.discover", {});
    expect(task).toMatchObject({ state: "succeeded", result: { how, truncated: false } });
    const id = toPublicId("dev", deviceIdOf("live", device.devId));
    const { items } = await readTree(endpoint.context, { id, depth: 16 });
    // An interior node that may not be read is told by a list, and not by a walk.
    const told = items.filter(({ uri, children }) => !OWN.test(uri) && children?.length !== 0);
    trees.set(
      how,
      told.map(({ uri, value, children }) => [uri, children ? children.toSorted() : value]),
    );
    const [first] = trees.values();
    expect(trees.get(how)).toEqual(first);
    expect(told.length).toBeGreaterThan(50);
  });
});
