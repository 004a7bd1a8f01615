import { describe, expect, it } from "vitest";
import { kindsExcludeEachOther, newestKind } from "./index";
import { node, type Scene, text } from "./testing/play-story";
import {
  DELIVERED,
  DEPLOYED,
  ROOT,
  reportData,
  runSoftware,
  SOFTWARE_PHONE,
  type SoftwareStory,
} from "./testing/run-software";

const without = (...names: string[]) =>
  Object.fromEntries(Object.entries(SOFTWARE_PHONE).filter(([uri]) => !names.some((name) => uri.startsWith(name))));

describe("software.remove, software.activate and software.deactivate", () => {
  const change = (kind: string, story: SoftwareStory = {}) =>
    runSoftware({ ...story, kind, params: { component: "org.nimbus.maps", ...story.params } });
  const reported = (code: number, leaves: Scene["leaves"] = {}): Scene => ({
    comes: { data: reportData(code, "Maps") },
    leaves,
  });
  const OFF = { [`${DEPLOYED}/Maps/State`]: "10" };
  const GONE = { [`${DEPLOYED}/Maps`]: null };

  it("have it done by one Exec, and read the inventory back", () => {
    const removed = change("software.remove", { scenes: [reported(1200, GONE)] });
    expect(removed.executed).toEqual([`${DEPLOYED}/Maps/Operations/Remove`]);
    expect(removed.verdict).toMatchObject({
      outcome: "verified",
      result: { code: 1200, fromVersion: "7.2.0", toVersion: null, item: { uri: `${DEPLOYED}/Maps` } },
    });
    expect(newestKind("software.remove")?.gone?.(removed.verdict?.result)).toEqual([`${DEPLOYED}/Maps`]);
    const off = change("software.deactivate", { scenes: [reported(1200, OFF)] });
    expect(off.executed).toEqual([`${DEPLOYED}/Maps/Operations/Deactivate`]);
    expect(off.verdict).toMatchObject({ outcome: "verified", result: { item: { state: 10 } } });
    const leaves = { ...SOFTWARE_PHONE, [`${DEPLOYED}/Maps/State`]: { format: "int", value: "10" } };
    const on = change("software.activate", {
      device: { leaves },
      scenes: [reported(1200, { [`${DEPLOYED}/Maps/State`]: "20" })],
    });
    expect(on.executed).toEqual([`${DEPLOYED}/Maps/Operations/Activate`]);
    expect(on.verdict).toMatchObject({ outcome: "verified", result: { item: { stateMeaning: "Active" } } });
  });

  it("remove also a package that the device keeps", () => {
    const leaves = { ...SOFTWARE_PHONE, [`${DELIVERED}/P1/PkgID`]: text("chat-1") };
    const { executed, verdict } = change("software.remove", {
      device: { leaves },
      params: { component: "chat-1", list: "delivered" },
      scenes: [reported(1200, { [`${DELIVERED}/P1`]: null })],
    });
    expect(executed).toEqual([`${DELIVERED}/P1/Operations/Remove`]);
    expect(verdict).toMatchObject({ outcome: "verified" });
  });

  it("take the device's own name for it, and say so where it has none", () => {
    const named = Object.fromEntries(
      Object.entries(SOFTWARE_PHONE).map(([uri, leaf]) => [
        uri.replace("Operations/Deactivate", "Operations/Deactive"),
        leaf,
      ]),
    );
    const off = change("software.deactivate", { device: { leaves: named } });
    expect(off.executed).toEqual([`${DEPLOYED}/Maps/Operations/Deactive`]);
    const unlisted = without(`${DEPLOYED}/Maps/Operations`);
    const profiled = change("software.deactivate", { device: { leaves: unlisted }, params: { profile: "mediatek" } });
    expect(profiled.executed).toEqual([`${DEPLOYED}/Maps/Operations/Deactive`]);
    const none = change("software.remove", { device: { leaves: without(`${DEPLOYED}/Maps/Operations/Remove`) } });
    expect(none.verdict).toMatchObject({ outcome: "error", reason: { code: "unsupported_by_device" } });
  });

  it("send nothing where it is so already, and say which component is missing", () => {
    const gone = change("software.remove", { params: { component: "org.example.none" } });
    expect([gone.executed, gone.verdict?.outcome]).toEqual([[], "verified"]);
    const on = change("software.activate");
    expect([on.executed, on.verdict?.outcome]).toEqual([[], "verified"]);
    const missing = change("software.deactivate", { params: { component: "org.example.none" } });
    expect(missing.verdict).toMatchObject({ outcome: "error", reason: { code: "component_missing" } });
    const unread = change("software.remove", {
      device: { statuses: { [`Get ${DEPLOYED}`]: 500 } },
      params: { component: "org.example.none" },
    });
    expect(unread.verdict).toMatchObject({ outcome: "error", reason: { code: "component_missing" } });
    const none = change("software.remove", { device: { leaves: without(ROOT) } });
    expect(none.verdict).toMatchObject({ reason: { code: "unsupported_by_device" } });
  });

  it.each([
    ["software.remove", 1408, "error"],
    ["software.deactivate", 1410, "error"],
    ["software.deactivate", 1401, "refused"],
    ["software.deactivate", 777, "error"],
  ])("%s that reports %i is %s", (kind, code, outcome) => {
    const { verdict } = change(kind, { scenes: [reported(code)] });
    expect(verdict).toMatchObject({ outcome, result: { code, verified: false, fromVersion: "7.2.0" } });
  });

  it("are unconfirmed where nothing is reported, or a success does not show, and refused where the Exec is", () => {
    expect(change("software.remove").verdict).toMatchObject({ outcome: "unconfirmed", reason: { code: "timed_out" } });
    expect(change("software.remove", { scenes: [reported(1200)] }).verdict).toMatchObject({
      outcome: "unconfirmed",
      reason: { code: "unconfirmed" },
    });
    expect(change("software.remove", { accepts: 403 }).verdict).toMatchObject({ outcome: "refused" });
    const late = change("software.remove", { scenes: [reported(1200), { comes: "timeout", leaves: GONE }] });
    expect(late.verdict).toMatchObject({ outcome: "verified" });
  });
});

describe("software.inventory", () => {
  it("reads what is delivered, what is deployed, and what the firmware objects hold", () => {
    const leaves = {
      ...SOFTWARE_PHONE,
      [`${DELIVERED}/P1/PkgID`]: text("chat-1"),
      [`${DELIVERED}/P1/State`]: { format: "int", value: "10" },
      "./Updates": node("urn:oma:mo:oma-fumo:1.0"),
      "./Updates/PkgName": text("Base"),
      "./Updates/PkgVersion": text("4.18"),
      "./Updates/DownloadAndUpdate": node(),
      "./Updates/State": { format: "int", value: "10" },
    };
    const { verdict, executed } = runSoftware({ kind: "software.inventory", params: {}, device: { leaves } });
    expect(executed).toEqual([]);
    expect(verdict).toMatchObject({
      state: "succeeded",
      outcome: "verified",
      result: {
        software: [
          {
            root: ROOT,
            delivered: [{ uri: `${DELIVERED}/P1`, packageId: "chat-1", componentId: null, stateMeaning: "Delivered" }],
            deployed: [
              {
                componentId: "org.nimbus.maps",
                packageId: "maps",
                version: "7.2.0",
                stateMeaning: "Active",
                statusMeaning: "Idle",
                operations: ["Activate", "Deactivate", "Remove"],
              },
            ],
            truncated: false,
          },
        ],
        firmware: [{ root: "./Updates", pkgName: "Base", pkgVersion: "4.18", state: 10, stateMeaning: "Idle" }],
      },
    });
  });

  it("of a device that has none of it is empty, and of more than 200 components it has the first 200", () => {
    const none = runSoftware({ kind: "software.inventory", device: { leaves: without(ROOT) } });
    expect(none.verdict).toMatchObject({ outcome: "verified", result: { software: [], firmware: [] } });
    const many = Object.fromEntries(
      Array.from({ length: 201 }, (_, index) => [`${DEPLOYED}/C${index}/ID`, text(`c${index}`)]),
    );
    const { verdict } = runSoftware({ kind: "software.inventory", device: { leaves: { ...SOFTWARE_PHONE, ...many } } });
    expect(verdict).toMatchObject({ result: { software: [{ deployed: { length: 200 }, truncated: true }] } });
  });
});

describe("kinds about software", () => {
  it("wait for each other and for firmware on one device; reading the inventory waits for none", () => {
    const kind = (name: string) => {
      const found = newestKind(name);
      if (!found) throw new Error(name);
      return found;
    };
    for (const name of ["install", "update", "remove", "activate", "deactivate"]) {
      expect(kindsExcludeEachOther(kind(`software.${name}`), kind("software.install"))).toBe(true);
      expect(kindsExcludeEachOther(kind("firmware.update"), kind(`software.${name}`))).toBe(true);
      expect(kindsExcludeEachOther(kind("software.inventory"), kind(`software.${name}`))).toBe(false);
    }
  });
});
