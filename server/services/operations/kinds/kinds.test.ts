import { describe, expect, it } from "vitest";
import type { Answer } from "../../../oma-dm";
import { startPlanRun } from "../plans";
import { findKind, kindsExcludeEachOther, newestKind, operationKinds } from "./index";
import { resultOf, runKind as run } from "./testing/run-kind";

const text = (value: string) => ({ format: "chr", type: "text/plain", value });
const LEAVES = {
  "./DevInfo/DevId": text("IMEI:350000000000001"),
  "./DevInfo/Man": text("Nimbus"),
  "./DevDetail/FwV": text("4.18"),
  "./DevDetail/LrgObj": { format: "bool", value: "false" },
  "./Wifi/Enabled": { format: "bool", value: "false" },
  "./Wifi/Ssid": text("home"),
  "./Wifi/Channel": { format: "int", value: "6" },
};

describe("the list of kinds", () => {
  it("finds a kind by name and version, and nothing else", () => {
    expect(findKind("parameter.get", 1)?.kind).toBe("parameter.get");
    expect(findKind("parameter.get", 99)).toBeNull();
    expect(newestKind("parameter.got")).toBeNull();
    expect(new Set(operationKinds.map((kind) => `${kind.kind} ${kind.version}`)).size).toBe(operationKinds.length);
  });

  it("needs the scope for destructive work only where a device may lose something", () => {
    const scopes = Object.fromEntries(operationKinds.map((kind) => [kind.kind, kind.scope]));
    expect(scopes).toEqual({
      "device.discover": "operations:write",
      "parameter.get": "operations:write",
      "parameter.set": "operations:write",
      "parameter.add": "operations:write",
      "parameter.delete": "operations:write",
      "parameter.copy": "operations:write",
      "node.execute": "operations:destructive",
      "script.run": "operations:destructive",
      "bootstrap.send": "operations:destructive",
      "firmware.update": "operations:firmware",
      "firmware.download": "operations:firmware",
      "firmware.install": "operations:firmware",
      "software.inventory": "operations:write",
      "software.install": "operations:firmware",
      "software.update": "operations:firmware",
      "software.remove": "operations:firmware",
      "software.activate": "operations:firmware",
      "software.deactivate": "operations:firmware",
    });
  });

  it("knows which kinds exclude each other, whichever of them says so", () => {
    const update = { kind: "firmware.update", excludes: ["firmware.*"] };
    expect(kindsExcludeEachOther(update, { kind: "firmware.install", excludes: [] })).toBe(true);
    expect(kindsExcludeEachOther({ kind: "firmware.install", excludes: [] }, update)).toBe(true);
    expect(kindsExcludeEachOther(update, update)).toBe(true);
    expect(kindsExcludeEachOther(update, { kind: "firmwares", excludes: [] })).toBe(false);
    expect(kindsExcludeEachOther({ kind: "parameter.get", excludes: [] }, update)).toBe(false);
  });
});

describe("parameters", () => {
  const accepts = (kind: string, params: unknown) => newestKind(kind)?.params.safeParse(params).success;

  it("bring URIs into their canonical form and refuse those that have none", () => {
    const parse = (uri: string) => newestKind("parameter.get")?.params.safeParse({ uris: [uri] });
    expect(parse("DevInfo/Man")).toMatchObject({ data: { uris: ["./DevInfo/Man"] } });
    expect(parse("./A?prop=ACL")).toMatchObject({ data: { uris: ["./A?prop=ACL"] } });
    expect(parse("./Ünï/漢")).toMatchObject({ success: true });
    expect(parse(".")).toMatchObject({ data: { uris: ["."] } });
    for (const bad of [
      "",
      "/A",
      "./A/",
      "./A//B",
      "../A",
      "./A/../B",
      "./A/..",
      "./A B",
      "./A?list=TNDS",
      "./A\0",
      "./.",
    ]) {
      expect(parse(bad)?.success, bad).toBe(false);
    }
    expect(parse(`./${"a".repeat(1_023)}`)?.success).toBe(false);
  });

  it("are bounded: at the limit accepted, one more refused", () => {
    const uris = Array.from({ length: 201 }, (_, n) => `./A/${n}`);
    expect(accepts("parameter.get", { uris: uris.slice(1) })).toBe(true);
    expect(accepts("parameter.get", { uris })).toBe(false);
    expect(accepts("parameter.get", { uris: [] })).toBe(false);
    const set = (value: string) => accepts("parameter.set", { values: [{ uri: "./A", value }] });
    expect(set("é".repeat(32_768))).toBe(true);
    expect(set(`${"é".repeat(32_768)}x`)).toBe(false);
    expect(accepts("device.discover", { nodesMax: 5_001 })).toBe(false);
    expect(accepts("device.discover", {})).toBe(true);
  });

  it("take the octets of a node in base64 alone: anything else would reach the device as its letters", () => {
    for (const format of ["bin", "b64"]) {
      const isTaken = (value: string) => ({
        set: accepts("parameter.set", { values: [{ uri: "./A", value, format }] }),
        add: accepts("parameter.add", { nodes: [{ uri: "./A", value, format }] }),
        execute: accepts("node.execute", { uri: "./A", data: value, format }),
        script: ["Add", "Replace", "Exec"].every((command) =>
          accepts("script.run", { commands: [{ command, uri: "./A", value, format }] }),
        ),
      });
      const all = (taken: boolean) => ({ set: taken, add: taken, execute: taken, script: taken });
      for (const right of ["", "AA==", "//8B", "AQI="]) expect(isTaken(right), right).toEqual(all(true));
      for (const wrong of ["hello, device", "AQI", "AQJ=", "AQ\nI=", "__8B"]) {
        expect(isTaken(wrong), wrong).toEqual(all(false));
      }
    }
    expect(accepts("parameter.set", { values: [{ uri: "./A", value: "hello, device", format: "chr" }] })).toBe(true);
  });

  it("refuse fields they do not know and a node that is named twice", () => {
    expect(accepts("parameter.get", { uris: ["./A"], force: true })).toBe(false);
    const twice = ["./A", "A"].map((uri) => ({ uri, value: "1" }));
    expect(accepts("parameter.set", { values: twice })).toBe(false);
  });
});

describe("parameter.get", () => {
  it("reads all in one message and gives each value its own status", () => {
    const { verdict, messages, kind } = run(
      "parameter.get",
      { uris: ["./DevInfo/Man", "./None", "./Wifi"] },
      { leaves: LEAVES },
    );
    expect(messages).toHaveLength(1);
    expect(verdict).toEqual({
      state: "succeeded",
      outcome: "acknowledged",
      result: {
        values: [
          { uri: "./DevInfo/Man", status: 200, format: "chr", type: "text/plain", value: "Nimbus" },
          { uri: "./None", status: 404, format: null, type: null, value: null },
          { uri: "./Wifi", status: 200, format: "node", type: null, value: "Enabled/Ssid/Channel" },
        ],
      },
    });
    expect(kind.result.safeParse(resultOf(verdict)).success).toBe(true);
  });

  it("is refused when the device gave none of them, and worth another try only where that may change", () => {
    const refused = run("parameter.get", { uris: ["./None"] }, { leaves: LEAVES }).verdict;
    expect(refused).toMatchObject({ outcome: "refused", retryable: false, reason: { code: "refused_by_device" } });
    const statuses = { "Get ./Wifi": 500 };
    const failing = run("parameter.get", { uris: ["./Wifi"] }, { leaves: LEAVES, statuses }).verdict;
    expect(failing).toMatchObject({ outcome: "refused", retryable: true });
  });
});

describe("parameter.set", () => {
  const values = [
    { uri: "./Wifi/Ssid", value: "garden" },
    { uri: "./Wifi/Enabled", value: "TRUE" },
  ];

  it("is verified when all values read back as written; it keeps the format of the node", () => {
    const { verdict, steps, kind } = run("parameter.set", { values }, { leaves: LEAVES });
    expect(verdict).toEqual({
      state: "succeeded",
      outcome: "verified",
      result: {
        values: [
          { uri: "./Wifi/Ssid", status: 200, before: "home", after: "garden" },
          { uri: "./Wifi/Enabled", status: 200, before: "false", after: "TRUE" },
        ],
      },
    });
    expect(kind.result.safeParse(resultOf(verdict)).success).toBe(true);
    expect(steps.map((step) => step.command)).toEqual(["Get", "Get", "Replace", "Replace", "Get", "Get"]);
  });

  it("writes values that the device already has, since it may act on the write", () => {
    const { steps } = run("parameter.set", { values: [{ uri: "./Wifi/Ssid", value: "home" }] }, { leaves: LEAVES });
    expect(steps.map((step) => step.command)).toEqual(["Get", "Replace", "Get"]);
  });

  it("is acknowledged when a value cannot be read back", () => {
    const statuses = { "Get ./Wifi/Ssid": 405 };
    const { verdict } = run("parameter.set", { values }, { leaves: LEAVES, statuses });
    expect(verdict).toMatchObject({ state: "succeeded", outcome: "acknowledged" });
    expect(resultOf(verdict)).toMatchObject({
      values: [{ status: 200, before: null, after: null }, { after: "TRUE" }],
    });
  });

  it("is refused when the device refused any value, and says which", () => {
    const statuses = { "Replace ./Wifi/Ssid": 425 };
    const { verdict } = run("parameter.set", { values }, { leaves: LEAVES, statuses });
    expect(verdict).toMatchObject({ state: "failed", outcome: "refused", retryable: false });
    expect(verdict).toMatchObject({ reason: { code: "refused_by_device", text: "The device refused 1 of 2 values." } });
    expect(resultOf(verdict)).toMatchObject({
      values: [
        { status: 425, after: "home" },
        { status: 200, after: "TRUE" },
      ],
    });
  });

  it("is unconfirmed when the device said yes and still has the old value", () => {
    const { verdict } = run("parameter.set", { values }, { leaves: LEAVES, deaf: ["./Wifi/Ssid"] });
    expect(verdict).toMatchObject({ state: "failed", outcome: "unconfirmed", reason: { code: "unconfirmed" } });
  });

  it("takes numbers and booleans for equal however they are spelled, and text only letter by letter", () => {
    const set = (uri: string, value: string, reads: string) => {
      const leaves = { ...LEAVES, [uri]: { ...LEAVES[uri as keyof typeof LEAVES], value: reads } };
      return run("parameter.set", { values: [{ uri, value }] }, { leaves, deaf: [uri] }).verdict?.outcome;
    };
    expect(set("./Wifi/Channel", "011", "11")).toBe("verified");
    expect(set("./Wifi/Channel", "12", "11")).toBe("unconfirmed");
    expect(set("./Wifi/Enabled", "true", "TRUE")).toBe("verified");
    expect(set("./Wifi/Ssid", "Home", "home")).toBe("unconfirmed");
  });
});

describe("node.execute", () => {
  const uri = "./Reboot";
  const params = { uri, wait: { withinSeconds: 60 } };

  it("ends at once when the device has done it", () => {
    const { verdict, kind, executed } = run("node.execute", { uri: "Reboot", data: "now" }, { leaves: {} });
    expect(verdict).toMatchObject({ state: "succeeded", outcome: "acknowledged" });
    expect(resultOf(verdict)).toMatchObject({ status: 200, alert: null });
    expect(kind.result.safeParse(resultOf(verdict)).success).toBe(true);
    expect(executed.map((exec) => exec.uri)).toEqual(["./Reboot"]);
  });

  it("is refused when the device refuses", () => {
    const { verdict } = run("node.execute", params, { leaves: {}, statuses: { "Exec ./Reboot": 405 } });
    expect(verdict).toMatchObject({ state: "failed", outcome: "refused", retryable: false });
  });

  it("waits after 202 for the device's report and is judged by it", () => {
    const script = { leaves: {}, statuses: { "Exec ./Reboot": 202 } };
    const done = run("node.execute", params, script, { data: "1200" }).verdict;
    expect(done).toMatchObject({ state: "succeeded", result: { status: 202, alert: { data: "1200" } } });
    const failed = run("node.execute", params, script, { data: "410 no package" }).verdict;
    expect(failed).toMatchObject({
      state: "failed",
      outcome: "refused",
      result: { alert: { data: "410 no package" } },
    });
    const words = run("node.execute", params, script, { data: "rebooted" }).verdict;
    expect(words).toMatchObject({ state: "succeeded", outcome: "acknowledged" });
  });

  it("waits through reports of progress, as many as there may be, for the result", () => {
    const script = { leaves: {}, statuses: { "Exec ./Reboot": 202 } };
    const told = ["190", "197 half of it", "500 no power"];
    const { verdict } = run("node.execute", params, script, () => ({ data: told.shift() ?? "200" }));
    expect(verdict).toMatchObject({ outcome: "refused", result: { alert: { data: "500 no power" } } });
    const endless = run("node.execute", params, script, { data: "190" });
    expect(endless.verdict).toMatchObject({ state: "succeeded", result: { alert: { data: "190" } } });
    expect(endless.messages).toHaveLength(102);
  });

  it("is unconfirmed and not tried again when the device does not report in time", () => {
    const { verdict, steps } = run("node.execute", params, { leaves: {}, statuses: { "Exec ./Reboot": 202 } });
    expect(verdict).toMatchObject({ outcome: "unconfirmed", retryable: false, reason: { code: "timed_out" } });
    expect(steps.map((step) => [step.command, step.status])).toEqual([
      ["Exec", 202],
      ["Alert", null],
    ]);
  });

  it("is unconfirmed when the answer was lost, unless the device reports all the same", () => {
    const kind = newestKind("node.execute");
    if (!kind) throw new Error("no kind");
    const start = { key: "k", kind, device: { devId: "MAC:000000000001" }, attempt: 1 };
    const lost: Answer = { kind: "lost", step: 0, index: 0 };
    const blind = startPlanRun({ ...start, params: kind.params.parse({ uri }), answers: [lost] });
    expect(blind.verdict()).toMatchObject({ outcome: "unconfirmed", retryable: false, result: { status: 0 } });
    const waiting = startPlanRun({ ...start, params: kind.params.parse(params), answers: [lost] });
    expect(waiting.progress().kind).toBe("alert");
    waiting.give([{ kind: "alert", alert: { type: "t", source: uri, data: "200" } }]);
    expect(waiting.verdict()).toMatchObject({ state: "succeeded" });
  });
});

describe("device.discover", () => {
  it("says what the device is and how many nodes it gave", () => {
    const { verdict, kind, steps } = run("device.discover", {}, { leaves: LEAVES });
    expect(verdict).toMatchObject({ state: "succeeded", outcome: "acknowledged" });
    expect(resultOf(verdict)).toEqual({
      how: "walk",
      nodes: 11,
      truncated: false,
      facts: { devId: "IMEI:350000000000001", manufacturer: "Nimbus", firmware: "4.18", largeObjects: "false" },
    });
    expect(kind.result.safeParse(resultOf(verdict)).success).toBe(true);
    expect(steps.at(-1)).toMatchObject({ command: "Get", uri: ".", status: 200 });
  });

  it("says when a bound cut the tree", () => {
    expect(resultOf(run("device.discover", { nodesMax: 3 }, { leaves: LEAVES }).verdict)).toMatchObject({
      nodes: 3,
      truncated: true,
    });
  });

  it("is refused by a device that gives nothing", () => {
    expect(run("device.discover", {}, { leaves: {} }).verdict).toMatchObject({ state: "failed", outcome: "refused" });
  });
});
