import { builtInProfile, makeDevices, startFleet } from "../simulator";
import { expect, test } from "./administrator";
import { quickstartFacts } from "./settings";

/** New in each run: a server remembers for a minute what it has just been told to forget. */
const MODEL = `NM-${Date.now()}`;

test("what a model does not know is shown with its devices, and tried again once somebody says so", async ({
  page,
  api,
}) => {
  const phone = builtInProfile("phone");
  const nodes = new Map(phone.nodes);
  const known = nodes.get("./DevInfo/Mod");
  if (!known) throw new Error("The phone does not say its model.");
  nodes.set("./DevInfo/Mod", { ...known, value: MODEL });
  const profile = { ...phone, model: MODEL, nodes, quirks: new Set(["listUnsupported406"] as const) };
  const [device] = makeDevices({ count: 1, seed: `${Date.now()}`, profiles: [profile], serverId: "dmwsi" });
  if (!device) throw new Error("no device");
  const serverUrl = quickstartFacts().deviceUrl;
  const fleet = await startFleet({ serverUrl, devices: [device], seed: "limits", polite: true });
  try {
    const { client, server } = device;
    const { id, devId } = await api.register({
      devId: device.devId,
      credentials: {
        client: { type: "md5", username: client.name, secret: client.secret },
        server: { type: "md5", name: server.name, secret: server.secret },
      },
      channels: [{ kind: "sim-http", address: fleet.wakeAddressOf(device.devId) }],
    });
    const limits = page.getByRole("region", { name: "What this model does not know" });
    expect(await api.ended(await api.start(devId, "device.discover", {}))).toBe("succeeded");
    await page.goto(`/live/devices/${id}`);
    const tried = limits.getByRole("listitem").filter({ hasText: "list:StructData" });
    await expect(tried).toContainText("406");
    await limits.getByRole("button", { name: "Try again: list:StructData" }).click();
    await expect(limits.getByRole("status")).toContainText("Forgotten: list:StructData");
    await expect(tried).toBeHidden();
  } finally {
    await fleet.stop();
  }
});
