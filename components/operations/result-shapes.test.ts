import { describe, expect, it } from "vitest";
import { shownResult } from "./result-shapes";

describe("shownResult", () => {
  it("gives every kind of the console its own form", () => {
    const value = { uri: "./A", status: 200, format: "chr", type: null, value: "1" };
    expect(shownResult("parameter.get", { values: [value] })).toEqual({ form: "read", values: [value] });
    const set = { uri: "./A", status: 200, before: "0", after: "1" };
    expect(shownResult("parameter.set", { values: [set] })).toEqual({ form: "set", values: [set] });
    expect(shownResult("node.execute", { status: 202, meaning: "OK", alert: { data: "200" } })).toEqual({
      form: "executed",
      status: 202,
      meaning: "OK",
      reported: "200",
    });
    const outcome = { code: 200, meaning: "Successful", detail: "", fromVersion: "1", toVersion: "2" };
    const seen = { ...outcome, seenVersion: "2", state: null, stateMeaning: null, verified: true };
    expect(shownResult("firmware.update", seen)).toEqual({ form: "firmware", outcome: seen });
    const item = { uri: "./SCM/Inventory/Deployed/Maps", componentId: "maps", packageId: null, name: "Maps" };
    const software = { ...outcome, verified: true, item: { ...item, version: "2", stateMeaning: null } };
    expect(shownResult("software.install", software)).toEqual({ form: "software", outcome: software, removed: false });
    expect(shownResult("software.remove", software)).toMatchObject({ form: "software", removed: true });
    expect(shownResult("software.remove", { ...software, verified: false, item: null })).toMatchObject({
      form: "software",
      removed: false,
    });
    const objects = [
      { root: "./SCM", deployed: [1, 2], delivered: [3] },
      { root: "./B", deployed: [4], delivered: [] },
    ];
    expect(shownResult("software.inventory", { software: objects, firmware: [5] })).toEqual({
      form: "inventory",
      components: 3,
      packages: 1,
      firmware: 1,
    });
    expect(shownResult("device.discover", { nodes: 3, truncated: false, facts: {} }).form).toBe("discovered");
  });

  it("shows what it does not know as data, and never fails", () => {
    expect(shownResult("parameter.get", { values: [{ uri: 1 }] }).form).toBe("data");
    expect(shownResult("firmware.update", { code: 200 })).toEqual({ form: "data", data: { code: 200 } });
    expect(shownResult("software.install", { code: 1200, item: {} }).form).toBe("data");
    expect(shownResult("software.inventory", { software: 1 }).form).toBe("data");
    expect(shownResult("device.discover", null).form).toBe("data");
  });
});
