import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromPublicId, toTaskId } from "../ids";
import { readTaskTrace } from "../services/device-sessions";
import { commandsOf, headerStatus } from "../services/device-sessions/testing/wire-device";
import { readTask, startOperation } from "../services/operations";
import { type DeviceEndpoint, openDeviceEndpoint } from "../testing/device-endpoint";

let endpoint: DeviceEndpoint;
beforeAll(async () => {
  endpoint = await openDeviceEndpoint();
});
afterAll(() => endpoint.close());

const VERSIONS = [
  ["DM 1.1.2", { verDtd: "1.1", verProto: "DM/1.1" }],
  ["DM 1.2", { verDtd: "1.2", verProto: "DM/1.2" }],
  ["DM 1.3", { verDtd: "1.2", verProto: "DM/1.3" }],
] as const;
const MESSAGES_MAX = 8;
const ENCODINGS = ["wbxml", "xml"] as const;
const all = VERSIONS.flatMap(([name, version]) => ENCODINGS.map((encoding) => [name, encoding, version] as const));

describe.each(all)("a device of %s over HTTP, in %s", (_name, encoding, version) => {
  it("signs in by challenge, does its tasks, and is answered in its own version and media type throughout", async () => {
    const { devId, secret, deviceId } = await endpoint.addDevice({ encoding });
    const wire = endpoint.wireOf({ devId, secret, encoding, version });
    const target = { devices: [devId] };
    const start = async (kind: string, params: unknown) => {
      const { id } = await startOperation(endpoint.context, { kind, params, target });
      return { id: toTaskId(deviceId, fromPublicId("op", id) ?? "") };
    };
    const read = await start("parameter.get", { uris: ["./DevDetail/FwV"] });
    const written = await start("parameter.set", { values: [{ uri: "./Vendor/A", value: "größer" }] });
    const challenged = await wire.signIn({ digest: null });
    expect(headerStatus(challenged)).toBe(407);
    const heard = [challenged, await wire.signIn()];
    const asked: string[] = [];
    for (let at = 1; at < MESSAGES_MAX; at += 1) {
      const message = heard[at];
      if (!message || commandsOf(message).length === 0) break;
      asked.push(...commandsOf(message));
      const value = asked.includes("Replace ./Vendor/A") ? "größer" : "groß";
      heard.push(await wire.send(wire.answersTo(message, () => ({ status: 200, value }))));
    }
    expect(asked).toEqual(["Get ./DevDetail/FwV", "Get ./Vendor/A", "Replace ./Vendor/A", "Get ./Vendor/A"]);
    expect(heard.slice(1).map(headerStatus)).toEqual([212, 200, 200, 200, 200]);
    for (const { header } of heard) expect(header).toMatchObject(version);
    const { contentType } = await wire.post(wire.lastOctets);
    expect(contentType.split(";")[0]).toBe(`application/vnd.syncml.dm+${encoding}`);
    const result = { values: [{ value: "groß" }] };
    expect(await readTask(endpoint.context, read)).toMatchObject({ state: "succeeded", result });
    expect(await readTask(endpoint.context, written)).toMatchObject({ state: "succeeded" });
    const { items } = await readTaskTrace(endpoint.context, read);
    expect(items.flatMap(({ commands }) => commands.map(({ name }) => name))).toContain("Get");
  });
});
