import { describe, expect, it } from "vitest";
import { shownResult } from "./result-shapes";

describe("shownResult", () => {
  it("gives every kind of the console its own form", () => {
    const value = { uri: "./A", status: 200, format: "chr", type: null, value: "1" };
    expect(shownResult("parameter.get", { values: [value] })).toEqual({ form: "read", values: [value] });
    const set = { uri: "./A", status: 200, before: "0", after: "1" };
    const facts = ["before", "after"];
    expect(shownResult("parameter.set", { values: [set] })).toEqual({ form: "changed", facts, values: [set] });
    const unsent = { ...set, status: null };
    expect(shownResult("parameter.set", { values: [unsent] }).form).toBe("changed");
    expect(shownResult("parameter.add", { values: [{ uri: "./A", status: 200, after: null }] }).form).toBe("changed");
    expect(shownResult("parameter.delete", { values: [{ uri: "./A", status: 200, gone: true }] }).form).toBe("changed");
    const copy = { uri: "./B", status: 200, how: "copy", from: "./A", original: "1", after: "1" };
    expect(shownResult("parameter.copy", { values: [copy] }).form).toBe("changed");
    const steps = [
      { command: "Get", uri: "./A", status: 200, nodes: [{ uri: "./A", format: "chr", type: null, value: "1" }] },
      { command: "Replace", uri: "./A", status: 405, nodes: [] },
    ];
    expect(shownResult("script.run", { steps })).toMatchObject({ form: "read", values: [{ uri: "./A", status: 200 }] });
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
    const software = { ...outcome, verified: true, item: { ...item, version: "2", state: null, stateMeaning: null } };
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
    expect(shownResult("parameter.delete", { values: [{ uri: "./A", status: 200 }] }).form).toBe("data");
    expect(shownResult("script.run", { steps: [{ nodes: [] }] }).form).toBe("data");
    expect(shownResult("device.discover", null).form).toBe("data");
  });
});
