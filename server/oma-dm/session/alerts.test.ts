import { describe, expect, test } from "vitest";
import type { Encoding } from "../element";
import type { Command } from "../syncml";
import {
  alert,
  devInfo,
  genericAlert,
  LockstepDevice,
  PlannedRun,
  SessionBench,
  type SessionBenchOptions,
} from "../testing";
import type { PlannedCommand } from "./work";

const FUMO = "./FwUpdate/Pkg1/DownloadAndUpdate";
const exec: PlannedCommand = { name: "Exec", uri: FUMO, correlator: "op-1" };
const update = (key = "t"): PlannedRun =>
  new PlannedRun(key, [
    [exec],
    { wanted: { correlator: "op-1", source: FUMO } },
    [{ name: "Get", uri: "./DevDetail/FwV" }],
  ]);

describe.each(["wbxml", "xml"] as const)("alerts, in %s", (encoding: Encoding) => {
  function meet(runs: readonly PlannedRun[] = [], options: Partial<SessionBenchOptions> = {}) {
    const phone = new LockstepDevice({ encoding });
    const dm = new SessionBench({ encoding, credentials: { client: { scheme: "none" } }, runs, ...options });
    const exchange = (commands: readonly Command[], final = true): void => {
      phone.hears(dm.exchange(phone.says(commands, { final })));
    };
    return { phone, dm, exchange };
  }

  describe("package 1", () => {
    test.each([
      ["1200", "server"],
      ["1201", "client"],
    ] as const)("%s: the session was wanted by the %s; Alert and Replace come in any order", (code, initiated) => {
      for (const commands of [
        [alert(code), devInfo()],
        [devInfo(), alert(code)],
      ]) {
        const { phone, dm, exchange } = meet();
        exchange(commands);
        expect(phone.statuses()).toEqual([212, 200, 200]);
        expect(dm.effect("session_started")?.initiated).toBe(initiated);
      }
    });

    test("DevInfo leaves are taken by canonical address; interior nodes and foreign ones are passed over", () => {
      const { phone, dm, exchange } = meet();
      // Octets that are no text are passed over; XML carries them as base64 text.
      const octetsAsText = encoding === "xml" ? { "./DevInfo/Raw": "/w==" } : {};
      const item = (locUri: string, data: string, format?: string) => ({
        source: { locUri },
        data,
        ...(format && { meta: { format } }),
      });
      exchange([
        {
          name: "Replace",
          cmdId: "",
          items: [
            item("DevInfo/Lang", "de"),
            item("./DevInfo/Ext/Build/", "77"),
            item("./DevInfo", "Man/Mod", "Node"),
            item("./DevInfo/Ext", "Build", "node"),
            item("./DevDetail/FwV", "9"),
            { source: { locUri: "./DevInfo/Raw" }, meta: { format: "bin" }, data: new Uint8Array([0xff]) },
            { data: "nowhere" },
          ],
        },
      ]);
      expect(phone.statuses()).toEqual([212, 200]);
      const values = { "./DevInfo/Lang": "de", "./DevInfo/Ext/Build": "77", ...octetsAsText };
      expect(dm.effect("device_info")?.values).toEqual(values);
    });

    test("more than 100 leaves and values beyond 1,024 characters are not taken", () => {
      const { dm, exchange } = meet();
      const many = Object.fromEntries(Array.from({ length: 150 }, (_, at) => [`./DevInfo/Ext/${at}`, "v"]));
      exchange([devInfo({ "./DevInfo/Man": "x".repeat(1_025), "./DevInfo/Mod": "x".repeat(1_024), ...many })]);
      const values = dm.effect("device_info")?.values ?? {};
      expect(Object.keys(values)).toHaveLength(100);
      expect(values).toHaveProperty(["./DevInfo/Mod"]);
      expect(values).not.toHaveProperty(["./DevInfo/Man"]);
    });
  });

  describe("a Generic Alert with the Correlator of an Exec", () => {
    test.each([
      ["before", (status: Command, report: Command) => [report, status]],
      ["behind", (status: Command, report: Command) => [status, report]],
    ])("in the same message, %s the Status of its Exec", (_where, order) => {
      const run = update();
      const { phone, dm, exchange } = meet([run]);
      exchange([devInfo()]);
      const [sent] = phone.commands();
      if (!sent) throw new Error("no Exec");
      exchange(order(phone.answers(sent, 202), genericAlert(FUMO, "200", "op-1")));
      expect(run.answers.map(({ kind }) => kind)).toEqual(["status", "alert"]);
      expect(dm.effect("alert")).toMatchObject({ code: "1226", task: "t", alert: { correlator: "op-1", data: "200" } });
      expect(phone.commands()).toMatchObject([{ name: "Get" }]);
    });

    test("in an earlier message of the package than the Status", () => {
      const run = update();
      const { phone, exchange } = meet([run]);
      exchange([devInfo()]);
      const [sent] = phone.commands();
      if (!sent) throw new Error("no Exec");
      const status = phone.answers(sent, 202);
      exchange([genericAlert(FUMO, "200", "op-1")], false);
      expect(run.answers.map(({ kind }) => kind)).toEqual(["alert"]);
      exchange([status]);
      expect(phone.commands()).toMatchObject([{ name: "Get" }]);
    });

    test("later in the session, and in package 1 of a later session", () => {
      for (const isLater of [false, true]) {
        const run = update();
        const other: PlannedRun[] = isLater ? [] : [new PlannedRun("g", [[exec]])];
        const { phone, dm, exchange } = meet([run, ...other]);
        exchange([devInfo()]);
        exchange(phone.commands().map((command) => phone.answers(command, 202)));
        expect(dm.effect("session_over")?.outcome).toBe(isLater ? "completed" : undefined);
        if (isLater) phone.startsAnew("2");
        exchange([...(isLater ? [alert("1201"), devInfo()] : []), genericAlert(FUMO, "200", "op-1")]);
        expect(run.answers.map(({ kind }) => kind)).toEqual(["status", "alert"]);
        expect(dm.effect("alert")?.task).toBe("t");
        expect(phone.commands()).toMatchObject([{ name: "Get" }]);
      }
    });

    test("of another operation is nobody's, though it comes from the same node", () => {
      const run = update();
      const { phone, dm, exchange } = meet([run]);
      exchange([devInfo()]);
      exchange(phone.commands().map((command) => phone.answers(command, 202)));
      phone.startsAnew("2");
      exchange([genericAlert(FUMO, "200", "op-2")]);
      expect(dm.effect("alert")).toMatchObject({ alert: { correlator: "op-2" } });
      expect(dm.effect("alert")?.task).toBeUndefined();
    });

    test("goes to the run that waits for it before one whose Exec is still out", () => {
      const waiting = new PlannedRun("w", [{ wanted: { correlator: "op-1" } }]);
      const { phone, dm, exchange } = meet([update(), waiting]);
      exchange([devInfo()]);
      exchange([genericAlert(FUMO, "200", "op-1")], false);
      expect(phone.heard.final).toBe(false);
      expect(dm.effect("alert")?.task).toBe("w");
    });
  });

  test("a client that knows no Correlator is told by the node that reports", () => {
    const run = update();
    const { phone, dm, exchange } = meet([run]);
    exchange([devInfo()]);
    exchange(phone.commands().map((command) => phone.answers(command, 202)));
    phone.startsAnew("2");
    exchange([genericAlert("./Other", "1"), genericAlert(FUMO.slice(2), "200")]);
    expect(dm.effects.filter(({ kind }) => kind === "alert")).toMatchObject([
      { alert: { source: "./Other" } },
      { task: "t", alert: { source: FUMO, data: "200" } },
    ]);
    expect(run.answers.map(({ kind }) => kind)).toEqual(["status", "alert"]);
  });

  test("a report without a Correlator is not that of an Exec that has not gone out yet", () => {
    const first = update();
    const later = new PlannedRun("l", [[{ name: "Get", uri: "./A" }], [exec], { wanted: { source: FUMO } }]);
    for (const run of [first, later]) {
      const { phone, dm, exchange } = meet([run]);
      if (run === later) exchange([devInfo()]);
      exchange([devInfo(), ...phone.commands().map((one) => phone.answers(one, 200)), genericAlert(FUMO, "200")]);
      expect(dm.effect("alert")?.task).toBeUndefined();
      expect(run.answers.map(({ kind }) => kind)).toEqual(run === later ? ["status"] : []);
      expect(phone.commands()).toMatchObject([{ name: "Exec" }]);
      exchange([genericAlert(FUMO, "200")], false);
      expect(dm.effect("alert")?.task).toBe(run.key);
    }
  });

  test("1224 and 1226 become effects, item by item, and each alert gets one Status", () => {
    const { phone, dm, exchange } = meet();
    const type = "Reversed-Domain-Name: org.example.battery";
    exchange([
      devInfo(),
      alert("1224", [{ meta: { type, format: "Int" }, data: "5" }]),
      alert("1226", [{ meta: { type: "a.b", mark: "Critical" }, data: "x" }, { source: { locUri: "./A/../B" } }], "c"),
    ]);
    expect(phone.statuses()).toEqual([212, 200, 200, 200]);
    expect(dm.effects.filter(({ kind }) => kind === "alert")).toEqual([
      { kind: "alert", code: "1224", alert: { type: "org.example.battery", format: "int", data: "5" } },
      { kind: "alert", code: "1226", alert: { type: "a.b", mark: "critical", correlator: "c", data: "x" } },
      { kind: "alert", code: "1226", alert: { type: "", correlator: "c", data: "" } },
    ]);
  });

  test("a request for new firmware, of the user or the device, is accepted for later: 202 [OMA-TS-DM-FUMO 1.0]", () => {
    const { phone, dm, exchange } = meet();
    const prefix = "org.openmobilealliance.dm.firmwareupdate.";
    exchange([
      devInfo(),
      alert("1226", [{ meta: { type: `${prefix}userrequest`, format: "chr" }, data: "" }]),
      alert("1226", [{ source: { locUri: FUMO }, meta: { type: `Reversed-Domain-Name: ${prefix}DeviceRequest` } }]),
      alert("1224", [{ meta: { type: `${prefix}userrequest` } }]),
      alert("1226", [{ meta: { type: `${prefix}update` }, data: "200" }]),
    ]);
    expect(phone.statuses()).toEqual([212, 200, 202, 202, 200, 200]);
    expect(dm.effects.filter(({ kind }) => kind === "alert")).toHaveLength(4);
  });

  test("an alert without Format, Mark, type or prefix, its type in white space, a list of items: all are taken", () => {
    const { phone, dm, exchange } = meet();
    const type = "\n  Reversed-Domain-Name:  org.example.a  \n";
    exchange([
      devInfo(),
      alert("1226", [{ source: { locUri: "./A" }, data: "461 vendor text" }], ""),
      alert("1226", [{ meta: { type }, data: "200" }, { meta: { type: "org.example.b", mark: "Minor" } }]),
    ]);
    expect(phone.statuses()).toEqual([212, 200, 200, 200]);
    expect(dm.effects.filter(({ kind }) => kind === "alert")).toMatchObject([
      { alert: { type: "", source: "./A", data: "461 vendor text" } },
      { alert: { type: "org.example.a", data: "200" } },
      { alert: { type: "org.example.b", mark: "minor", data: "" } },
    ]);
    expect(dm.effect("alert")?.alert.correlator).toBeUndefined();
  });

  test("an alert of 3.5 KB of escaped markup in package 1 is taken as it is", () => {
    const { dm, phone, exchange } = meet();
    const data = "<MgmtTree><VerDTD>1.2</VerDTD></MgmtTree>".repeat(90);
    exchange([alert("1201"), alert("1226", [{ meta: { type: "urn:x", format: "xml" }, data }]), devInfo()]);
    expect(phone.statuses()).toEqual([212, 200, 200, 200]);
    expect(dm.effect("alert")?.alert.data).toBe(data);
  });

  test("a device that answers Next Message and Session Abort by 500 is not minded", () => {
    const run = new PlannedRun("t", [[{ name: "Get", uri: "./A" }]]);
    const { phone, exchange } = meet([run]);
    exchange([devInfo()]);
    const [sent] = phone.commands();
    if (!sent) throw new Error("no Get");
    const answer = phone.answers(sent, 404);
    exchange([alert("1222")], false);
    const [nextMessage] = phone.commands();
    if (!nextMessage) throw new Error("no Next Message");
    exchange([phone.answers(nextMessage, 500), answer]);
    expect(run.statuses()).toEqual([404]);
  });

  test("what a device may not send is refused, each command with its own Status, and has no effect", () => {
    const { phone, dm, exchange } = meet();
    const item = { target: { locUri: "./A" } };
    exchange([
      devInfo(),
      alert("1226"),
      alert("1100", [{}, { data: "hi" }]),
      alert("1999"),
      alert("1222"),
      { name: "Get", cmdId: "", items: [item] },
      { name: "Exec", cmdId: "", items: [item] },
      { name: "Replace", cmdId: "", items: [{ ...item, data: "1" }] },
      { name: "Atomic", cmdId: "", commands: [genericAlert("./A", "1"), { name: "Delete", cmdId: "", items: [item] }] },
    ]);
    expect(phone.statuses()).toEqual([212, 200, 412, 405, 406, 200, 405, 405, 405, 405, 405, 405]);
    expect(dm.effects.map(({ kind }) => kind)).toEqual([
      "session_started",
      "authenticated",
      "device_info",
      "session_over",
    ]);
  });

  test("reports beyond the limit of a message are refused, so that the device may send them again", () => {
    const { phone, dm, exchange } = meet([], { limits: { alertsPerMessageMax: 3 } });
    const pair = [{ data: "1" }, { data: "2" }];
    exchange([
      alert("1226", pair),
      alert("1226", pair),
      alert("1226", [{ data: "3" }]),
      alert("1226", [{ data: "4" }]),
    ]);
    expect(phone.statuses()).toEqual([212, 200, 500, 200, 500]);
    expect(dm.effects.filter(({ kind }) => kind === "alert")).toHaveLength(3);
  });
});
