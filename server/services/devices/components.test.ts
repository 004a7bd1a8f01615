import { describe, expect, it } from "vitest";
import { deliveredIn, deployedIn, firmwareIn, type KnownObjectNode } from "./components-of";

const EARLY = new Date("2026-03-01T10:00:00Z");
const LATE = new Date("2026-03-02T10:00:00Z");
const MAPS = "./SCM/Inventory/Deployed/Maps";

function nodes(values: Readonly<Record<string, string>>, readAt = EARLY): KnownObjectNode[] {
  return Object.entries(values).map(([uri, value]) => ({ uri, type: null, value, readAt }));
}

describe("what is known of a device's components", () => {
  it("is told with when it was read, package by package and component by component, of all its objects", () => {
    const known = [
      ...nodes({
        [`${MAPS}/ID`]: "org.nimbus.maps",
        [`${MAPS}/Version`]: "7.2.0\0",
        [`${MAPS}/Operations/Remove`]: "",
      }),
      ...nodes({ [`${MAPS}/State`]: "20" }, LATE),
      ...nodes({ "./Other/Inventory/Deployed/A/ID": "a", "./SCM/Inventory/Delivered/P1/PkgID": "p-1" }),
      ...nodes({ "./SCM/Inventory/Delivered/P1/State": "10", "./SCM/Inventory/Delivered/P1/Status": "50" }),
    ];
    expect(deployedIn(known)).toMatchObject([
      { uri: "./Other/Inventory/Deployed/A", componentId: "a", version: null, state: null },
      {
        uri: MAPS,
        componentId: "org.nimbus.maps",
        version: "7.2.0",
        state: 20,
        stateMeaning: "Active",
        readAt: LATE.toISOString(),
      },
    ]);
    expect(deliveredIn(known)).toMatchObject([
      {
        packageId: "p-1",
        stateMeaning: "Delivered",
        statusMeaning: "Installation failed, the package is kept",
        readAt: EARLY.toISOString(),
      },
    ]);
  });

  it("leaves out what a later reading of the list does not name, and keeps what was read since", () => {
    const list = (value: string, readAt: Date) => nodes({ "./SCM/Inventory/Deployed": value }, readAt);
    const maps = (readAt: Date) => nodes({ [`${MAPS}/ID`]: "org.nimbus.maps" }, readAt);
    const count = (...known: KnownObjectNode[][]) => deployedIn(known.flat()).length;
    expect(count(list("Radio", LATE), maps(EARLY))).toBe(0);
    expect(count(list("Radio/Maps", LATE), maps(EARLY))).toBe(1);
    expect(count(list("Radio", EARLY), maps(LATE))).toBe(1);
    expect(count(list("Radio", EARLY), maps(EARLY))).toBe(1);
    expect(count(list("Maps", LATE))).toBe(0);
  });

  it("has each firmware object, known by its id or by what it has, and no other node", () => {
    const known = [
      ...nodes({
        "./FwUpdate/Pkg1/PkgName": "Base",
        "./FwUpdate/Pkg1/PkgVersion": "4.18",
        "./FwUpdate/Pkg1/State": "40",
      }),
      { uri: "./Updates", type: "urn:oma:mo:oma-fumo:1.0", value: "State", readAt: LATE },
      ...nodes({ "./Vendor/State": "7", [`${MAPS}/State`]: "20", [`${MAPS}/PkgName`]: "x" }),
    ];
    expect(firmwareIn(known, null)).toEqual([
      {
        root: "./FwUpdate/Pkg1",
        pkgName: "Base",
        pkgVersion: "4.18",
        state: 40,
        stateMeaning: "Download complete",
        readAt: EARLY.toISOString(),
      },
      {
        root: "./Updates",
        pkgName: null,
        pkgVersion: null,
        state: null,
        stateMeaning: null,
        readAt: LATE.toISOString(),
      },
    ]);
  });
});
