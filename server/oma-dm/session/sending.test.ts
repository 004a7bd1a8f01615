import { describe, expect, test } from "vitest";
import type { Encoding } from "../element";
import { devInfo, encodeMessage, LockstepDevice, PlannedRun, SessionBench, type SessionBenchOptions } from "../testing";
import type { PlannedCommand } from "./work";

const get = (uri: string): PlannedCommand => ({ name: "Get", uri });
const replace = (uri: string, data: string): PlannedCommand => ({ name: "Replace", uri, format: "chr", data });
const gets = (count: number): PlannedCommand[] => Array.from({ length: count }, (_, at) => get(`./Node/${at}`));

describe.each(["wbxml", "xml"] as const)("what goes out, in %s", (encoding: Encoding) => {
  function open(runs: readonly PlannedRun[], options: Partial<SessionBenchOptions> & { maxMsgSize?: number } = {}) {
    const { maxMsgSize, ...rest } = options;
    const phone = new LockstepDevice({ encoding, ...(maxMsgSize !== undefined && { maxMsgSize }) });
    const dm = new SessionBench({ encoding, credentials: { client: { scheme: "none" } }, runs, ...rest });
    const exchange = (commands: Parameters<LockstepDevice["says"]>[0]): void => {
      phone.hears(dm.exchange(phone.says(commands)));
    };
    exchange([devInfo()]);
    return { phone, dm, exchange };
  }

  test("every command of the plan is written as the device is to have it", () => {
    const commands: readonly PlannedCommand[] = [
      get("./A"),
      { name: "Add", uri: "./B", format: "node", data: "" },
      { name: "Replace", uri: "./C", format: "int", type: "text/plain", data: "5" },
      { name: "Replace", uri: "./C?prop=ACL", format: "chr", data: "Get=*" },
      { name: "Delete", uri: "./D" },
      { name: "Copy", from: "./C", uri: "./E" },
      { name: "Exec", uri: "./F", correlator: "c-1", data: "now", format: "chr" },
      { name: "Exec", uri: "./G" },
      { name: "Replace", uri: "./H", format: "bin", data: "//4A" },
      { name: "Exec", uri: "./I", format: "bin", data: "//4A" },
    ];
    const { phone } = open([new PlannedRun("t", [commands])]);
    const octetsAsCarried =
      encoding === "wbxml"
        ? { meta: { format: "bin" }, data: new Uint8Array([0xff, 0xfe, 0x00]) }
        : { meta: { format: "b64" }, data: "//4A" };
    const at = (locUri: string) => ({ target: { locUri } });
    const sent = phone.commands();
    expect(sent.map(({ cmdId: _, ...command }) => command)).toEqual([
      { name: "Get", items: [at("./A")] },
      { name: "Add", items: [{ ...at("./B"), meta: { format: "node" }, data: "" }] },
      { name: "Replace", items: [{ ...at("./C"), meta: { format: "int", type: "text/plain" }, data: "5" }] },
      { name: "Replace", items: [{ ...at("./C?prop=ACL"), data: "Get=*" }] },
      { name: "Delete", items: [at("./D")] },
      { name: "Copy", items: [{ ...at("./E"), source: { locUri: "./C" } }] },
      { name: "Exec", correlator: "c-1", items: [{ ...at("./F"), meta: { format: "chr" }, data: "now" }] },
      { name: "Exec", items: [at("./G")] },
      { name: "Replace", items: [{ ...at("./H"), ...octetsAsCarried }] },
      { name: "Exec", items: [{ ...at("./I"), ...octetsAsCarried }] },
    ]);
    expect(sent.map(({ cmdId }) => Number(cmdId))).toEqual(sent.map((_, position) => position + 3));
  });

  test("a plan's commands go out in several messages when they are too many for one, and each is sent once", () => {
    const run = new PlannedRun("t", [gets(120)]);
    const { phone, exchange } = open([run], { limits: { commandsPerMessageMax: 50 } });
    const counts: number[] = [];
    while (phone.commands().length > 0) {
      const commands = phone.commands();
      counts.push(commands.length);
      exchange(commands.map((command) => phone.answers(command, 404)));
    }
    expect(counts).toEqual([50, 50, 20]);
    expect(run.answers).toHaveLength(120);
  });

  test.each([3_000, 5_000, 8_000])("a reply stays below the device's MaxMsgSize of %i octets", (maxMsgSize) => {
    const data = 'x<&"'.repeat(60);
    const run = new PlannedRun("t", [Array.from({ length: 40 }, (_, at) => replace(`./Node/${at}`, data))]);
    const { phone, exchange } = open([run], { maxMsgSize });
    let messages = 0;
    while (phone.commands().length > 0) {
      messages += 1;
      expect(encodeMessage(phone.heard, encoding).length).toBeLessThanOrEqual(maxMsgSize);
      exchange(phone.commands().map((command) => phone.answers(command, 200)));
    }
    expect(run.statuses()).toEqual(new Array(40).fill(200));
    expect(messages).toBeGreaterThan(1);
  });

  test("a command too large for any message to this device is answered 413 without being sent, the others go on", () => {
    const large: PlannedCommand = { name: "Exec", uri: "./A", data: "x".repeat(5_000) };
    const run = new PlannedRun("t", [[large, replace("./B", "1")], [get("./A")]]);
    const { phone, dm, exchange } = open([run], { maxMsgSize: 4_000 });
    expect(phone.commands()).toMatchObject([{ items: [{ target: { locUri: "./B" } }] }]);
    expect(dm.effect("task")).toMatchObject({ sent: true, answers: [{ index: 0, status: 413, by: "server" }] });
    exchange(phone.commands().map((command) => phone.answers(command, 200)));
    expect(run.statuses()).toEqual([413, 200]);
  });

  test("a command that the device is known not to know is answered by the server, but not one inside a group", () => {
    const list = get(".?list=Struct");
    const run = new PlannedRun("t", [[list, get("./A")], [list], { group: "Sequence", commands: [list] }]);
    const knowing = Object.assign(run, { refusal: (command: PlannedCommand) => (command === list ? 406 : null) });
    const { phone, dm, exchange } = open([knowing]);
    expect(phone.commands()).toMatchObject([{ items: [{ target: { locUri: "./A" } }] }]);
    expect(dm.effect("task")).toMatchObject({ sent: true, answers: [{ index: 0, status: 406, by: "server" }] });
    exchange(phone.commands().map((command) => phone.answers(command, 404)));
    expect(run.statuses()).toEqual([406, 404, 406]);
    expect(phone.commands()).toMatchObject([{ name: "Sequence" }]);
  });

  test("an object larger than the device's MaxObjSize is not sent", () => {
    const run = new PlannedRun("t", [[replace("./A", "x".repeat(101))]]);
    const dm = new SessionBench({ encoding, credentials: { client: { scheme: "none" } }, runs: [run] });
    const phone = new LockstepDevice({ encoding });
    phone.hears(dm.exchange(phone.says([devInfo()])));
    expect(phone.commands()).toHaveLength(1);
    const small = new PlannedRun("s", [[replace("./A", "x".repeat(101))], [replace("./A", "x".repeat(100))]]);
    dm.runs = [small];
    dm.state = dm.state && { ...dm.state, outstanding: [], deviceMaxObjSize: 100 };
    phone.hears(dm.exchange(phone.says([])));
    expect(small.statuses()).toEqual([413]);
    expect(phone.commands()).toHaveLength(1);
  });

  describe("several tasks", () => {
    test("reads of several tasks share a message", () => {
      const runs = [new PlannedRun("a", [[get("./A")]]), new PlannedRun("b", [gets(2)])];
      const { phone, dm, exchange } = open(runs);
      expect(phone.commands()).toHaveLength(3);
      exchange(phone.commands().map((command, at) => phone.answers(command, 401 + at)));
      expect(runs.map((run) => run.statuses())).toEqual([[401], [402, 403]]);
      expect(dm.effect("session_over")?.outcome).toBe("completed");
    });

    test("what changes the device waits for the task before it: commands of a package have no order", () => {
      const runs = [new PlannedRun("a", [[replace("./A", "1")]]), new PlannedRun("b", [[get("./A")]])];
      const { phone, exchange } = open(runs);
      expect(phone.commands().map(({ name }) => name)).toEqual(["Replace"]);
      exchange(phone.commands().map((command) => phone.answers(command, 200)));
      expect(phone.commands().map(({ name }) => name)).toEqual(["Get"]);
    });

    test("a read that was asked for later finds what the task before it writes, though that one reads first", () => {
      const runs = [new PlannedRun("a", [[get("./A")], [replace("./A", "1")]]), new PlannedRun("b", [[get("./A")]])];
      const { phone, exchange } = open(runs);
      const sent: string[][] = [];
      while (phone.commands().length > 0) {
        sent.push(phone.commands().map(({ name }) => name));
        exchange(phone.commands().map((command) => phone.answers(command, 200)));
      }
      expect(sent).toEqual([["Get"], ["Replace"], ["Get"]]);
    });

    test("one that waits for an alert is passed over, one that has ended makes room in the same reply", () => {
      const waiting = new PlannedRun("w", [{ wanted: { correlator: "c" } }]);
      const runs = [waiting, new PlannedRun("e", []), new PlannedRun("g", [[get("./A")]])];
      const { phone, dm } = open(runs);
      expect(phone.commands()).toHaveLength(1);
      expect(dm.effects.filter(({ kind }) => kind === "task")).toEqual([
        { kind: "task", task: "g", answers: [], sent: true },
      ]);
    });

    test("the state stays below 1 KB however many tasks and commands there are", () => {
      const key = (at: number): string => `00000000-0000-7000-8000-${String(at).padStart(12, "0")}`;
      const runs = Array.from({ length: 40 }, (_, at) => new PlannedRun(key(at), [gets(200)]));
      const { dm, phone, exchange } = open(runs, { limits: { commandsPerMessageMax: 500 } });
      for (let message = 0; message < 50; message += 1) {
        expect(JSON.stringify(dm.state).length).toBeLessThan(1_024);
        const commands = phone.commands();
        expect(commands.length).toBeGreaterThan(50);
        const half = commands.filter((_, at) => at % 2 === 0).map((command) => phone.answers(command, 200));
        phone.hears(dm.exchange(phone.says(half, { final: false })));
        expect(JSON.stringify(dm.state).length).toBeLessThan(1_024);
        exchange([]);
      }
    });
  });

  test("RespURI is in every reply that has a next, and in no other", () => {
    const { phone, exchange } = open([new PlannedRun("t", [[get("./A")]])]);
    expect(phone.heard.header.respUri).toBe("https://dm.carrier.example/dm?s=token");
    exchange(phone.commands().map((command) => phone.answers(command, 404)));
    expect(phone.heard.header.respUri).toBeUndefined();
    expect(phone.heard.final).toBe(true);
  });

  test("the server's sizes are announced in the first reply", () => {
    const { phone, exchange } = open([new PlannedRun("t", [[get("./A")]])]);
    expect(phone.heard.header.meta).toEqual({ maxMsgSize: 65_536, maxObjSize: 5_242_880 });
    exchange(phone.commands().map((command) => phone.answers(command, 404)));
    expect(phone.heard.header.meta).toBeUndefined();
  });

  test("a device of DM 1.1 is answered in 1.1", () => {
    const version = { verDtd: "1.1", verProto: "DM/1.1" };
    const phone = new LockstepDevice({ encoding, version });
    const run = new PlannedRun("t", [[{ name: "Exec", uri: "./A", correlator: "c" }]]);
    const dm = new SessionBench({ encoding, credentials: { client: { scheme: "none" } }, runs: [run] });
    phone.hears(dm.exchange(phone.says([devInfo()])));
    expect(phone.heard.header).toMatchObject(version);
    expect(phone.commands()).toEqual([{ name: "Exec", cmdId: "3", items: [{ target: { locUri: "./A" } }] }]);
  });

  test("a device of DM 1.1 is sent no serialised tree and asked for none; the answer is the server's", () => {
    const phone = new LockstepDevice({ encoding, version: { verDtd: "1.1", verProto: "DM/1.1" } });
    const tree = {
      name: "Add",
      uri: "./A",
      format: "xml",
      type: "application/vnd.syncml.dmtnds+xml",
      data: "<a/>",
    } as const;
    const run = new PlannedRun("t", [[get("./A?list=TNDS"), tree, get("./A?list=Struct")]]);
    const dm = new SessionBench({ encoding, credentials: { client: { scheme: "none" } }, runs: [run] });
    const reply = dm.exchange(phone.says([devInfo()]));
    phone.hears(reply);
    // The public identifier of SyncML 1.1 is 0x0FD3, in two octets of seven bits.
    if (encoding === "wbxml") expect(Buffer.from(reply.subarray(1, 3)).toString("hex")).toBe("9f53");
    else expect(Buffer.from(reply).toString("utf8")).toContain("SYNCML:SYNCML1.1");
    expect(run.answers).toEqual([
      { kind: "status", step: 0, index: 0, status: 406, by: "server" },
      { kind: "status", step: 0, index: 1, status: 415, by: "server" },
    ]);
    expect(phone.commands()).toMatchObject([{ items: [{ target: { locUri: "./A?list=Struct" } }] }]);
  });
});
