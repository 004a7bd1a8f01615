import { afterEach, describe, expect, it, vi } from "vitest";
import type { FleetOptions } from "../fleet";
import type { Unnumbered } from "../package-one";
import { type BuiltInProfileName, builtInProfile } from "../profile";
import { packageServer } from "../testing/package-server";
import { alertsOf, closeAll, deviceOf, exec, opened, replace, scriptedFleet, until } from "../testing/scripted-fleet";
import type { Script } from "../testing/scripted-server";
import { predictUpdate, type UpdateFault, writePackageHeader } from "./index";

vi.setConfig({ testTimeout: 30_000 });
afterEach(closeAll);

const DEV_ID = "IMEI:350000000000001";
const ROOT = "./SCM";
const DEPLOYED = `${ROOT}/Inventory/Deployed`;

const add = (locUri: string, data?: string): Unnumbered => ({
  name: "Add",
  items: [{ target: { locUri }, meta: { format: data === undefined ? "node" : "chr" }, data: data ?? "" }],
});

async function componentUrl(header: Parameters<typeof writePackageHeader>[0]): Promise<string> {
  const server = await packageServer(Buffer.concat([writePackageHeader(header), Buffer.alloc(20_000, 7)]));
  opened(server);
  return server.descriptorUrl;
}

/** Adds a package to download and executes an operation on it. */
const order = (operation: string, url: string, correlator = "s-1"): readonly Unnumbered[] => [
  add(`${ROOT}/Download/P1`),
  add(`${ROOT}/Download/P1/PkgID`, "chat-1"),
  add(`${ROOT}/Download/P1/PkgURL`, url),
  exec(`${ROOT}/Download/P1/Operations/${operation}`, correlator),
];

async function atWork(sessions: readonly (readonly Unnumbered[])[], options: Partial<FleetOptions> = {}) {
  // Each later session is the one in which the report on the one before comes.
  const script: Script = (session) => [sessions[session - 1] ?? []].filter((batch) => batch.length > 0);
  const profile = profileOf("phone");
  const { dm, fleet } = await scriptedFleet(deviceOf({ profile }), script, options);
  fleet.call(DEV_ID);
  return { dm, fleet, own: (uri: string) => fleet.valueOf(DEV_ID, uri) };
}

function profileOf(name: BuiltInProfileName) {
  const profile = builtInProfile(name);
  const objects = new Map([...profile.objects].map(([uri, settings]) => [uri, { ...settings, installMs: 20 }]));
  return { ...profile, objects };
}

type AtWork = Awaited<ReturnType<typeof atWork>>;
const reported = ({ fleet }: AtWork, count: number) =>
  until(`${count} reports`, () => fleet.statistics().reportsTaken >= count);
const reports = ({ dm }: AtWork) =>
  alertsOf(dm).map(({ command: { correlator, items } }) => ({ correlator, ...items[0] }));
const code = (data: unknown) =>
  Number(/^<ResultCode>(\d+)<\/ResultCode><Identifier>[^<]+<\/Identifier>$/.exec(`${data}`)?.[1]);

describe("a software object", () => {
  const CHAT = { component: "org.example.chat", name: "Chat", version: "2.1.0" };

  it("downloads and installs a component, active, and reports from the executed node to the component", async () => {
    const device = await atWork([order("DownloadInstall", await componentUrl(CHAT))]);
    await reported(device, 1);
    expect(reports(device)).toMatchObject([
      {
        correlator: "s-1",
        source: { locUri: `${ROOT}/Download/P1/Operations/DownloadInstall` },
        target: { locUri: `${DEPLOYED}/P1` },
        meta: { type: "urn:oma:at:scomo:1.0:OperationComplete", format: "xml" },
        data: "<ResultCode>1200</ResultCode><Identifier>P1</Identifier>",
      },
    ]);
    const leaves = ["ID", "PkgIDRef", "Name", "Version", "State", "Status"];
    expect(leaves.map((leaf) => device.own(`${DEPLOYED}/P1/${leaf}`))).toEqual([
      "org.example.chat",
      "chat-1",
      "Chat",
      "2.1.0",
      "20",
      "10",
    ]);
    expect(device.own(`${ROOT}/Inventory/Delivered/P1/State`)).toBe("20");
    expect(device.fleet.ledgerOf(DEV_ID)).toContainEqual({
      command: "Install",
      uri: `${DEPLOYED}/P1`,
      correlator: "s-1",
      version: "2.1.0",
      runs: 1,
    });
  });

  it("delivers without installing, and installs what it holds, inactive, when it is told to", async () => {
    const install = exec(`${ROOT}/Inventory/Delivered/P1/Operations/InstallInactive`, "s-2");
    const device = await atWork([order("Download", await componentUrl(CHAT)), [install]]);
    await reported(device, 1);
    expect([device.own(`${DEPLOYED}/P1/Version`), device.own(`${ROOT}/Download/P1/Status`)]).toEqual([null, "40"]);
    await reported(device, 2);
    expect(reports(device).map(({ correlator, target }) => [correlator, target?.locUri])).toEqual([
      ["s-1", `${ROOT}/Inventory/Delivered/P1`],
      ["s-2", `${DEPLOYED}/P1`],
    ]);
    expect(device.own(`${DEPLOYED}/P1/State`)).toBe("10");
  });

  it("updates the component that it has, by its id", async () => {
    const url = await componentUrl({ component: "org.nimbus.maps", version: "7.3.0", from: ["7.2.0"] });
    const device = await atWork([order("DownloadInstall", url)]);
    await reported(device, 1);
    expect(reports(device)[0]?.target?.locUri).toBe(`${DEPLOYED}/Maps`);
    expect([device.own(`${DEPLOYED}/Maps/Version`), device.own(`${DEPLOYED}/P1/Version`)]).toEqual(["7.3.0", null]);
  });

  it("deactivates, activates and removes", async () => {
    const on = (operation: string, id: string) => [exec(`${DEPLOYED}/Maps/Operations/${operation}`, id)];
    const device = await atWork([on("Deactivate", "a"), on("Activate", "b"), on("Remove", "c")]);
    await reported(device, 1);
    expect(device.own(`${DEPLOYED}/Maps/State`)).toBe("10");
    await reported(device, 2);
    await reported(device, 3);
    expect(reports(device).map(({ correlator, data }) => [correlator, code(data)])).toEqual([
      ["a", 1200],
      ["b", 1200],
      ["c", 1200],
    ]);
    expect(device.own(`${DEPLOYED}/Maps/State`)).toBeNull();
    expect(device.fleet.ledgerOf(DEV_ID)).toContainEqual({
      command: "Remove",
      uri: `${DEPLOYED}/Maps`,
      correlator: "c",
      version: "7.2.0",
      runs: 1,
    });
  });

  it("of a device that makes the leaves itself has them replaced", async () => {
    const url = await componentUrl(CHAT);
    const commands = [
      add("./SCOMO/Download/P1"),
      add("./SCOMO/Download/P1/PkgURL", url),
      replace("./SCOMO/Download/P1/PkgURL", url),
      exec("./SCOMO/Download/P1/Operations/DownloadInstall", "v"),
    ];
    const script: Script = (session) => (session === 1 ? [commands] : []);
    const { dm, fleet } = await scriptedFleet(deviceOf({ profile: profileOf("vehicle") }), script);
    fleet.call(DEV_ID);
    await until("its report", () => fleet.statistics().reportsTaken === 1);
    const statuses = dm.seen
      .flatMap(({ message }) => message.commands)
      .flatMap((command) => (command.name === "Status" && command.cmdRef !== "0" ? [command.data] : []));
    expect(statuses).toEqual([200, 418, 200, 202]);
    expect(fleet.valueOf(DEV_ID, "./SCOMO/Inventory/Deployed/P1/Version")).toBe("2.1.0");
  });

  it.each<UpdateFault>([
    "wrongDigest",
    "userRefusal",
    "noMemoryForDownload",
    "noMemoryForInstall",
    "unknownCode",
    "doneStateOnFailure",
    "successOnOldVersion",
    "cutDownload",
    "oldTaskAlert",
  ])("with the fault %s comes to what is predicted", async (fault) => {
    const device = await atWork([order("DownloadInstall", await componentUrl(CHAT))], { updateFaults: { [fault]: 1 } });
    const own = () => reports(device).filter(({ correlator }) => correlator === "s-1");
    await until("its own report", () => own().length > 0);
    const predicted = predictUpdate(fault, { object: "software", downloads: true, installs: true });
    expect(own().map(({ data }) => code(data))).toEqual([predicted.code]);
    expect(device.own(`${DEPLOYED}/P1/Version`)).toBe(predicted.outcome === "verified" ? "2.1.0" : null);
  });
});
