import { describe, expect, it } from "vitest";
import { rootAndList, softwareId, softwareName } from "./software-name";

const maps = { uri: "./SCM/Inventory/Deployed/Maps", componentId: "org.maps", packageId: "p-1", name: "Maps" };

describe("an item of a device's inventory", () => {
  it("is named by its own id: a component's is not that of the package it came in", () => {
    expect(softwareId(maps)).toBe("org.maps");
    expect(softwareId({ ...maps, componentId: null })).toBe("Maps");
    expect(softwareId({ uri: "./SCM/Inventory/Delivered/P1", packageId: "p-1", name: null })).toBe("p-1");
    expect(softwareName({ ...maps, name: null })).toBe("org.maps");
    expect(softwareName(maps)).toBe("Maps");
  });

  it("is in one object and one of its lists", () => {
    expect(rootAndList(maps.uri)).toEqual({ root: "./SCM", list: "deployed" });
    expect(rootAndList("./A/B/Inventory/Delivered/P1")).toEqual({ root: "./A/B", list: "delivered" });
    expect(rootAndList("./SCM/Download/P1")).toBeNull();
  });
});
