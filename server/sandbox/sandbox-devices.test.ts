import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { SCRIPTED_MODELS } from "../../simulator";
import { sandboxDevices } from "./sandbox-devices";

const DOCUMENT = join(import.meta.dirname, "../../docs/simulated-devices.md");
const key = (octet: number): Uint8Array => new Uint8Array(32).fill(octet);

it("the devices are the same at every start, and their secrets are those of one installation", () => {
  const [first, again, elsewhere] = [sandboxDevices(key(1), 5), sandboxDevices(key(1), 5), sandboxDevices(key(2), 5)];
  expect(again).toEqual(first);
  expect(elsewhere.map(({ device }) => device.devId)).toEqual(first.map(({ device }) => device.devId));
  const secrets = [...first, ...elsewhere].flatMap(({ device }) => [device.client.secret, device.server.secret]);
  expect(new Set(secrets).size).toBe(secrets.length);
});

it("more devices leave the others what they were", () => {
  expect(sandboxDevices(key(1), 20).slice(0, 9)).toEqual(sandboxDevices(key(1), 2));
});

it("each scripted model says its name, and is documented with how operations on it end", () => {
  const text = readFileSync(DOCUMENT, "utf8");
  const rows = [...text.matchAll(/^\| `(SIM-\w+)` *\| (.*?) *\| (\w+) *\| (\w+) *\|$/gm)].map(([, ...cells]) => cells);
  const models = Object.entries(SCRIPTED_MODELS);
  expect(rows).toEqual(models.map(([name, { does, reading, update }]) => [name, does, reading, update ?? "none"]));
  const named = sandboxDevices(key(1), 1).map(({ device }) => device.profile.nodes.get("./DevInfo/Mod")?.value);
  expect(named).toEqual([...models.map(([name]) => name), "NM-210"]);
});
