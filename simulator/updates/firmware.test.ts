import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { StatusCommand } from "../../server/oma-dm/syncml";
import type { FleetOptions } from "../fleet";
import type { FleetDevice } from "../fleet-device";
import type { Unnumbered } from "../package-one";
import { builtInProfile, type Profile } from "../profile";
import { type PackageServerOptions, packageServer } from "../testing/package-server";
import { alertsOf, closeAll, deviceOf, exec, opened, replace, scriptedFleet, until } from "../testing/scripted-fleet";
import type { Script } from "../testing/scripted-server";
import { predictUpdate, UPDATE_FAULTS, type UpdateFault, updateFaultOf, writePackageHeader } from "./index";

// Downloads are tried again, and devices restart.
vi.setConfig({ testTimeout: 30_000 });
afterEach(closeAll);

const DEV_ID = "IMEI:350000000000001";
const ROOT = "./FwUpdate/Pkg1";
const VERSION = "NM210-4.19.0";
const PACKAGE = packageOf({});

function packageOf(header: Partial<Parameters<typeof writePackageHeader>[0]>, octets = 200_000): Buffer {
  return Buffer.concat([writePackageHeader({ version: VERSION, ...header }), Buffer.alloc(octets, "firmware ")]);
}

/** The same device in a hurry. */
function hasty(profile: Profile): Profile {
  const haste = { installMs: 20, patienceMs: 1_000 };
  const objects = new Map([...profile.objects].map(([uri, settings]) => [uri, { ...settings, ...haste }]));
  return { ...profile, objects, restartMs: 20 };
}

/** Sends these commands in the first session, one batch a message, and nothing in the later ones. */
const once =
  (...batches: (readonly Unnumbered[])[]): Script =>
  (session) =>
    session === 1 ? batches : [];
const order = (operation: string, url: string, correlator = "c-1"): readonly Unnumbered[] => [
  replace(`${ROOT}/${operation}/PkgURL`, url),
  exec(`${ROOT}/${operation}`, correlator),
];

async function packages(octets: Uint8Array = PACKAGE, options: PackageServerOptions = {}) {
  const server = await packageServer(octets, options);
  opened(server);
  return server;
}

async function atWork(script: Script, options: Partial<FleetOptions> = {}, over: Partial<FleetDevice> = {}) {
  const { dm, fleet } = await scriptedFleet(
    deviceOf({ profile: hasty(builtInProfile("phone")), ...over }),
    script,
    options,
  );
  fleet.call(DEV_ID);
  return { dm, fleet, own: (uri: string) => fleet.valueOf(DEV_ID, uri) };
}

type AtWork = Awaited<ReturnType<typeof atWork>>;

const reports = ({ dm }: AtWork) =>
  alertsOf(dm).map(({ command: { correlator, items } }) => [correlator, items[0]?.data] as const);
const execStatuses = ({ dm }: AtWork) =>
  dm.seen
    .flatMap(({ message }) => message.commands)
    .filter((command): command is StatusCommand => command.name === "Status" && command.cmd === "Exec")
    .map(({ data }) => data);
const reported = (device: AtWork, count = 1) =>
  until(`${count} reports`, () => device.fleet.statistics().reportsTaken >= count);
const installs = ({ fleet }: AtWork) => fleet.ledgerOf(DEV_ID).filter(({ command }) => command === "Install");

describe.each(["wbxml", "xml"] as const)("a device that speaks %s", (encoding) => {
  it("gets a package by its descriptor, installs it once, restarts, and reports with the Correlator", async () => {
    const server = await packages();
    const device = await atWork(once(order("DownloadAndUpdate", server.descriptorUrl)), {}, { encoding });
    await reported(device);
    expect(execStatuses(device)).toEqual([202]);
    expect(alertsOf(device.dm)).toMatchObject([
      {
        session: 2,
        command: {
          correlator: "c-1",
          items: [
            {
              source: { locUri: `${ROOT}/DownloadAndUpdate` },
              meta: {
                type: "org.openmobilealliance.dm.firmwareupdate.downloadandupdate",
                format: "chr",
                mark: "informational",
              },
              data: "200",
            },
          ],
        },
      },
    ]);
    expect(server.requests.map(({ path }) => path)).toEqual(["/package.dd", "/package?a=1&b=2"]);
    expect(server.reports).toEqual(["900 Success"]);
    expect([device.own("./DevDetail/FwV"), device.own(`${ROOT}/PkgVersion`), device.own(`${ROOT}/State`)]).toEqual([
      VERSION,
      VERSION,
      "100",
    ]);
    expect(installs(device)).toEqual([{ command: "Install", uri: ROOT, correlator: "c-1", version: VERSION, runs: 1 }]);
    expect(device.fleet.statistics()).toMatchObject({
      downloads: 1,
      octetsDownloaded: PACKAGE.length,
      installs: 1,
      restarts: 1,
      updatesFailed: 0,
    });
  });

  it("takes a package in the session, in parts, and installs it when it is told to", async () => {
    const octets = packageOf({}, 9_000);
    const carried = encoding === "xml" ? octets.toString("base64") : octets;
    const part = (from: number, to: number): readonly Unnumbered[] => [
      {
        name: "Replace",
        items: [
          {
            target: { locUri: `${ROOT}/Update/PkgData` },
            meta: { format: encoding === "xml" ? "b64" : "bin", ...(from === 0 && { size: carried.length }) },
            data: carried.slice(from, to),
            ...(to < carried.length && { moreData: true }),
          },
        ],
      },
    ];
    const parts = [part(0, 4_000), part(4_000, 8_000), part(8_000, carried.length)];
    const device = await atWork(once(...parts, [exec(`${ROOT}/Update`, "c-2")]), {}, { encoding });
    await reported(device);
    const statuses = device.dm.seen
      .flatMap(({ message }) => message.commands)
      .flatMap((command) => (command.name === "Status" && command.cmd === "Replace" ? [command.data] : []));
    expect(statuses).toEqual([213, 213, 200]);
    expect(reports(device)).toEqual([["c-2", "200"]]);
    expect(device.own("./DevDetail/FwV")).toBe(VERSION);
  });
});

describe("an update in two steps", () => {
  it("holds the package after the first, with a State that says so, and installs it in the second", async () => {
    const server = await packages();
    const script: Script = (session) =>
      session === 1
        ? [order("Download", server.url, "first")]
        : session === 2
          ? [[exec(`${ROOT}/Update`, "second")]]
          : [];
    const device = await atWork(script);
    await reported(device, 1);
    expect([device.own(`${ROOT}/State`), device.own("./DevDetail/FwV")]).not.toContain(VERSION);
    await reported(device, 2);
    expect(reports(device)).toEqual([
      ["first", "200"],
      ["second", "200"],
    ]);
    expect(alertsOf(device.dm).map(({ command }) => command.items[0]?.meta?.type?.split(".").pop())).toEqual([
      "download",
      "update",
    ]);
    expect(device.own("./DevDetail/FwV")).toBe(VERSION);
    expect(server.requests).toHaveLength(1);
  });

  it("fails when there is no package to install", async () => {
    const device = await atWork(once([exec(`${ROOT}/Update`, "c")]));
    await reported(device);
    expect(reports(device)).toEqual([["c", "400"]]);
    expect(installs(device)).toEqual([]);
  });

  it("refuses an Exec while it works on another", async () => {
    const server = await packages();
    const both = [...order("DownloadAndUpdate", server.url, "one"), exec(`${ROOT}/Download`, "two")];
    const device = await atWork(once(both));
    await reported(device);
    expect(execStatuses(device)).toEqual([202, 403]);
    expect(reports(device)).toEqual([["one", "200"]]);
  });
});

describe("other profiles", () => {
  it("report as the object, and keep the version of a part in the object alone", async () => {
    const server = await packages(packageOf({ version: "R-9" }));
    const root = "./FwUpdate/Radio";
    const script = once([
      replace(`${root}/DownloadAndUpdate/PkgURL`, server.url),
      exec(`${root}/DownloadAndUpdate`, "r"),
    ]);
    const device = await atWork(script, {}, { profile: hasty(builtInProfile("router")) });
    await reported(device);
    expect(alertsOf(device.dm)[0]?.command.items[0]).toMatchObject({
      source: { locUri: root },
      meta: { format: "int" },
    });
    expect([device.own(`${root}/PkgVersion`), device.own("./DevDetail/FwV")]).toEqual(["R-9", "FN5-2.7.1"]);
  });
});

describe("a download that is broken off", () => {
  it("goes on where it was, on the same version of the package", async () => {
    const server = await packages();
    const device = await atWork(once(order("DownloadAndUpdate", server.descriptorUrl)), {
      updateFaults: { cutDownload: 1 },
    });
    await reported(device);
    expect(reports(device)).toEqual([["c-1", "200"]]);
    expect(server.requests.map(({ range }) => range)).toEqual([null, null, expect.stringMatching(/^bytes=\d+-$/)]);
    expect(device.fleet.statistics()).toMatchObject({ downloads: 1, downloadsResumed: 1 });
    expect(device.fleet.statistics().octetsDownloaded).toBe(PACKAGE.length);
  });

  it("begins anew where the server knows nothing of Range", async () => {
    const server = await packages(PACKAGE, { ignoresRange: true });
    const device = await atWork(once(order("DownloadAndUpdate", server.url)), { updateFaults: { cutDownload: 1 } });
    await reported(device);
    expect(reports(device)).toEqual([["c-1", "200"]]);
    expect(installs(device)).toMatchObject([{ version: VERSION, runs: 1 }]);
    expect(device.fleet.statistics().octetsDownloaded).toBeGreaterThan(PACKAGE.length);
  });

  it("is tried again where the server is busy, hangs up or fails for a while", async () => {
    const server = await packages();
    server.mishaps.push(
      (response) => response.writeHead(503, { "retry-after": "0" }).end(),
      (response) => response.destroy(),
      (response) => response.writeHead(500).end(),
    );
    const device = await atWork(once(order("DownloadAndUpdate", server.url)));
    await reported(device);
    expect(reports(device)).toEqual([["c-1", "200"]]);
  });
});

describe("what is wrong with a package or its address is reported by the code for it", () => {
  const unreachable = "http://127.0.0.1:1/package";
  it.each<[string, string, () => Promise<string>]>([
    ["no address", "411", async () => ""],
    ["an address that is none", "411", async () => "ftp://host/package"],
    ["nothing there", "411", async () => (await packages()).url.replace("package", "other")],
    ["nobody there", "412", async () => unreachable],
    [
      "a size that is not the one of the descriptor",
      "402",
      async () => (await packages(PACKAGE, { size: 9 })).descriptorUrl,
    ],
    ["another digest", "402", async () => (await packages(PACKAGE, { sha256: "0".repeat(64) })).descriptorUrl],
    ["another digest in the ETag", "402", async () => (await packages(PACKAGE, { sha256: "a".repeat(64) })).url],
    ["a package for another model", "403", async () => (await packages(packageOf({ models: ["XX-1"] }))).url],
    ["a package for another version", "403", async () => (await packages(packageOf({ from: ["NM210-1"] }))).url],
    ["more than there is room for", "501", async () => (await packages(PACKAGE, { size: 10 ** 12 })).descriptorUrl],
  ])("%s: %s", async (_what, code, urlOf) => {
    const device = await atWork(once(order("DownloadAndUpdate", await urlOf())));
    await reported(device);
    expect(reports(device)).toEqual([["c-1", code]]);
    expect(alertsOf(device.dm)[0]?.command.items[0]?.meta?.mark).toBe("warning");
    expect(device.own("./DevDetail/FwV")).toBe("NM210-4.18.3");
    expect(device.fleet.statistics()).toMatchObject({ installs: 0, updatesFailed: 1 });
  });

  it("a package without a header is called by its digest", async () => {
    const server = await packages(Buffer.from("octets of a vendor"));
    const device = await atWork(once(order("DownloadAndUpdate", server.url)));
    await reported(device);
    expect(device.own("./DevDetail/FwV")).toMatch(/^[0-9a-f]{12}$/);
  });
});

describe("while a device restarts", () => {
  it("it hears nothing, and calls when it is up again", async () => {
    const server = await packages();
    const profile = { ...hasty(builtInProfile("phone")), restartMs: 1_000 };
    const device = await atWork(once(order("DownloadAndUpdate", server.url)), {}, { profile });
    await until("it restarts", () => device.fleet.statistics().restarts === 1);
    const before = device.fleet.statistics().sessionsStarted;
    device.fleet.call(DEV_ID);
    const push = { contentType: "application/vnd.syncml.notification", appId: "x", bodyBase64: "AAAA" };
    const woken = await fetch(device.fleet.wakeAddressOf(DEV_ID), { method: "POST", body: JSON.stringify(push) });
    expect(woken.status).toBe(202);
    expect(device.fleet.statistics()).toMatchObject({ wakeUpsMissed: 1, sessionsStarted: before });
    await reported(device);
    expect(device.fleet.statistics().sessionsStarted).toBeGreaterThan(before);
    expect(device.fleet.statistics().sessionsDied).toBe(0);
  });
});

describe("faults of updates", () => {
  /** What a device says last of an update, as a server sees it; null: nothing. */
  async function outcomeOf(fault: UpdateFault) {
    const server = await packages();
    const device = await atWork(once(order("DownloadAndUpdate", server.descriptorUrl)), {
      updateFaults: { [fault]: 1 },
    });
    const { reports: said } = UPDATE_FAULTS[fault] as { readonly reports?: unknown };
    if (said !== "nothing") await until("its own report", () => reports(device).some(([id]) => id === "c-1"));
    await until("its session is over", () => {
      const { sessionsStarted, sessionsCompleted } = device.fleet.statistics();
      return sessionsCompleted > 0 && sessionsCompleted === sessionsStarted;
    });
    return device;
  }

  it.each(Object.keys(UPDATE_FAULTS) as UpdateFault[])("%s comes to what is predicted", async (fault) => {
    const device = await outcomeOf(fault);
    expect(device.fleet.updateFaultOf(DEV_ID)).toBe(fault);
    const predicted = predictUpdate(fault, { object: "firmware", downloads: true, installs: true });
    const own = reports(device).filter(([correlator]) => correlator === "c-1");
    const code = own.at(-1)?.[1];
    expect(code === undefined ? null : Number.parseInt(`${code}`, 10)).toBe(predicted.code);
    expect(execStatuses(device)).toEqual([predicted.outcome === "refused" && predicted.code === null ? 403 : 202]);
    expect(device.own("./DevDetail/FwV") === VERSION).toBe(predicted.outcome === "verified");
    expect(installs(device).map(({ runs }) => runs)).toEqual(predicted.outcome === "verified" ? [1] : []);
  });

  it("alertBeforeStatus reports in the message of the Exec, before its Status", async () => {
    const { dm } = await outcomeOf("alertBeforeStatus");
    const [alert] = alertsOf(dm);
    const status = alert?.message.commands.findIndex((command) => command.name === "Status" && command.cmd === "Exec");
    expect(alert?.session).toBe(1);
    expect(alert?.at).toBeLessThan(status ?? -1);
  });

  it("twoAlerts reports again in a later session", async () => {
    const device = await outcomeOf("twoAlerts");
    await reported(device, 2);
    const [first, second] = alertsOf(device.dm);
    expect(second?.command.items).toEqual(first?.command.items);
    expect(second?.session).toBeGreaterThan(first?.session ?? 9);
  });

  it.each(["foreignCorrelator", "oldTaskAlert"] as const)("%s reports another failure first", async (fault) => {
    const device = await outcomeOf(fault);
    const [foreign, own] = reports(device);
    expect(foreign).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/), "410"]);
    expect(own).toEqual(["c-1", "200"]);
  });

  it("doneStateOnFailure leaves the state of success, batteryLow says why", async () => {
    const failed = await outcomeOf("doneStateOnFailure");
    expect(failed.own(`${ROOT}/State`)).toBe("100");
    expect(reports(await outcomeOf("batteryLow"))).toEqual([["c-1", "400 battery low"]]);
  });

  it("strike only the part of an update that they are of", () => {
    const work = { object: "firmware", downloads: true, installs: false } as const;
    const well = { state: "succeeded", outcome: "verified", code: 200 };
    expect(predictUpdate("noMemoryForInstall", work)).toEqual(well);
    expect(predictUpdate("wrongDigest", { ...work, downloads: false, installs: true })).toEqual(well);
    expect(predictUpdate("wrongDigest", work)).toEqual({ state: "failed", outcome: "error", code: 402 });
    expect(predictUpdate("neverReports", { ...work, inSteps: true }).outcome).toBe("error");
    expect(predictUpdate(null, { ...work, object: "software" })).toEqual({ ...well, code: 1200 });
  });

  it("are drawn by the seed: the same for the same one, and about as many as the rates say", () => {
    const rates = { wrongDigest: 0.05, neverReports: 0.2 };
    const drawn = (seed: string) => Array.from({ length: 2_000 }, (_, at) => updateFaultOf(`IMEI:${at}`, seed, rates));
    expect(drawn("a")).toEqual(drawn("a"));
    expect(drawn("b")).not.toEqual(drawn("a"));
    const share = (fault: UpdateFault) => drawn("a").filter((each) => each === fault).length / 2_000;
    expect(share("wrongDigest")).toBeCloseTo(0.05, 1);
    expect(share("neverReports")).toBeCloseTo(0.2, 1);
    for (const wrong of [{ wrongDigest: -1 }, { wrongDigest: 0.6, neverReports: 0.6 }, { wrongDigest: Number.NaN }]) {
      expect(() => updateFaultOf("IMEI:1", "a", wrong)).toThrow(RangeError);
    }
  });

  it("stand in docs/simulated-devices.md, each with how it ends", () => {
    const document = readFileSync(join(import.meta.dirname, "../../docs/simulated-devices.md"), "utf8");
    const rows = [...document.matchAll(/^\| `(\w+)` *\| ([^|]+?) *\| (\w+) *\|$/gm)].map(([, ...row]) => row);
    const entries = Object.entries(UPDATE_FAULTS).map(([name, { does, ends }]) => [name, does, ends]);
    expect(rows).toEqual(entries);
  });
});
