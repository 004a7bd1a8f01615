import { describe, expect, test } from "vitest";
import type { Encoding } from "../element";
import type { Command, Item } from "../syncml";
import {
  alert,
  devInfo,
  genericAlert,
  LockstepDevice,
  PlannedRun,
  SessionBench,
  type SessionBenchOptions,
} from "../testing";
import { readTnds, TNDS_TYPE, type TreeRecord, writeTnds } from "../tree";
import type { PlannedCommand } from "./work";

const get = (uri: string): PlannedCommand => ({ name: "Get", uri });
const MAX = 5_242_880;
let cases = 0;
let expected = 0;

/** Counts the cases of the trust bar. */
function bar(name: string, check: () => void): void {
  expected += 1;
  test(name, () => {
    check();
    cases += 1;
  });
}

describe("trust:dm-largeobject", () => {
  describe.each(["wbxml", "xml"] as const)("a large object from the device, in %s", (encoding: Encoding) => {
    function open(runs: readonly PlannedRun[], options: Partial<SessionBenchOptions> = {}) {
      const phone = new LockstepDevice({ encoding });
      const dm = new SessionBench({ encoding, credentials: { client: { scheme: "none" } }, runs, ...options });
      const exchange = (commands: readonly Command[], final: boolean): void => {
        phone.hears(dm.exchange(phone.says(commands, { final })));
      };
      exchange([devInfo(), alert("1201")], true);
      const [asked] = phone.commands();
      if (!asked) throw new Error("no command");
      const answers = phone.answers(asked, 200);
      const base = phone.results(asked, {});
      const results = (...items: readonly Item[]): Command => ({ ...base, items });
      return { phone, dm, exchange, answers, results };
    }

    const at = { source: { locUri: "./Log" } };
    const part = (data: string, size?: number): Item => ({
      ...at,
      meta: { format: "chr", type: "text/plain", ...(size !== undefined && { size }) },
      data,
      moreData: true,
    });
    const last = (data: string): Item => ({ ...at, meta: { format: "chr", type: "text/plain" }, data });

    bar("its parts are answered 213 and Next Message, and the whole is taken once, without a Status", () => {
      const run = new PlannedRun("t", [[get("./Log")], [get("./B")]]);
      const { phone, dm, exchange, answers, results } = open([run]);
      exchange([answers, results(part("äb", 9))], false);
      expect(phone.statuses()).toEqual([200, 213]);
      expect(phone.commands()).toMatchObject([{ name: "Alert", data: "1222" }]);
      expect(phone.heard.final).toBe(false);
      exchange([alert("1222"), results(part("cdé"))], false);
      expect(phone.statuses()).toEqual([200, 200, 213]);
      expect(run.answers).toEqual([]);
      expect(dm.effect("part")).toMatchObject({ n: 1 });
      expect(JSON.stringify(dm.state).length).toBeLessThan(700);
      exchange([alert("1222"), results(last("fg"))], true);
      expect(phone.statuses()).toEqual([200, 200]);
      const nodes = [{ uri: "./Log", format: "chr", type: "text/plain", value: "äbcdéfg" }];
      expect(run.answers).toEqual([{ kind: "status", step: 0, index: 0, status: 200, nodes }]);
      expect(dm.effect("nodes")?.nodes).toEqual(nodes);
      expect(dm.effects.map(({ kind }) => kind)).toContain("parts_over");
      expect(phone.commands()).toMatchObject([{ name: "Get" }]);
    });

    bar("without a Size it is taken as it comes", () => {
      const run = new PlannedRun("t", [[get("./Log")]]);
      const { exchange, answers, results } = open([run]);
      exchange([answers, results(part("ab"))], false);
      exchange([results(last("c"))], true);
      expect(run.answers).toMatchObject([{ status: 200, nodes: [{ value: "abc" }] }]);
    });

    bar("a device that names the Size in every part, or no Meta and address behind the first, is understood", () => {
      const run = new PlannedRun("t", [[get("./Log")]]);
      const { exchange, answers, results } = open([run]);
      exchange([answers, results(part("ab", 5))], false);
      exchange([results(part("cd", 5))], false);
      exchange([results({ data: "e" })], true);
      expect(run.answers).toMatchObject([{ nodes: [{ uri: "./Log", type: "text/plain", value: "abcde" }] }]);
    });

    bar("octets stay octets, could they be text or not, and NULs at the end of a part count", () => {
      for (const [first, end] of [
        [
          [0x41, 0xff, 0],
          [0x42, 0, 0],
        ],
        [
          [0x41, 0x42, 0x43],
          [0x44, 0x45, 0x46],
        ],
      ] as const) {
        const run = new PlannedRun("t", [[get("./Log")]]);
        const { exchange, answers, results } = open([run]);
        const octets = (...values: readonly number[]): Item =>
          encoding === "wbxml"
            ? { ...at, meta: { format: "bin", size: 6 }, data: Uint8Array.from(values) }
            : { ...at, meta: { format: "b64", size: 8 }, data: Buffer.from(values).toString("base64") };
        exchange([answers, results({ ...octets(...first), moreData: true })], false);
        exchange([results(octets(...end))], true);
        const value = Buffer.from([...first, ...end]).toString("base64");
        const format = encoding === "wbxml" ? "bin" : "b64";
        expect(run.answers).toMatchObject([{ status: 200, nodes: [{ format, value }] }]);
      }
    });

    bar("a text that is cut within a character is whole again", () => {
      const run = new PlannedRun("t", [[get("./Log")]]);
      const { phone, exchange, answers, results } = open([run]);
      const [first, end] =
        encoding === "wbxml" ? [Uint8Array.of(0x61, 0xe2, 0x82), Uint8Array.of(0xac, 0x62)] : ["a€", "b"];
      exchange([answers, results({ ...part("", 5), data: first })], false);
      expect(phone.statuses()).toEqual([200, 213]);
      exchange([results({ ...last(""), data: end })], true);
      expect(run.answers).toMatchObject([{ status: 200, nodes: [{ format: "chr", value: "a€b" }] }]);
    });

    bar("a management tree is read once it is whole, also where it is a WBXML document", () => {
      const run = new PlannedRun("t", [[get("./A?list=TNDS")]]);
      const { dm, exchange, answers, results } = open([run]);
      const records: readonly TreeRecord[] = [
        { uri: "./A", format: "node", type: null, value: null },
        { uri: "./A/B", format: "bin", type: "text/plain", value: Buffer.from("text").toString("base64") },
      ];
      const octets = writeTnds(records, encoding);
      const carried = encoding === "wbxml" ? octets : Buffer.from(octets).toString("utf8");
      const meta = { format: "xml", type: `application/vnd.syncml.dmtnds+${encoding}` };
      const item = { source: { locUri: "./A?list=TNDS" }, meta };
      const sized = { ...item, meta: { ...meta, size: carried.length } };
      exchange([answers, results({ ...sized, data: carried.slice(0, 90), moreData: true })], false);
      exchange([results({ ...item, data: carried.slice(90) })], true);
      const [node] = dm.effect("nodes")?.nodes ?? [];
      expect(node).toMatchObject({ uri: "./A?list=TNDS", format: "xml", type: TNDS_TYPE });
      expect(readTnds(Buffer.from(node?.value ?? ""), "xml", ".").records).toEqual(records);
      expect(dm.effects.map(({ kind }) => kind)).toContain("parts_over");
    });

    bar("a wrong sum is 424, in either direction, and has no effect", () => {
      for (const end of ["c", "cdef"]) {
        const run = new PlannedRun("t", [[get("./Log")]]);
        const { phone, dm, exchange, answers, results } = open([run]);
        exchange([answers, results(part("ab", 4))], false);
        exchange([results(last(end))], true);
        expect(phone.statuses()).toEqual([200, 424]);
        expect(run.statuses()).toEqual([424]);
        expect(dm.effect("nodes")).toBeUndefined();
      }
    });

    bar("more than was announced is 424 at once", () => {
      const run = new PlannedRun("t", [[get("./Log")]]);
      const { phone, exchange, answers, results } = open([run]);
      exchange([answers, results(part("ab", 3))], false);
      exchange([results(part("cd"))], false);
      expect(phone.statuses()).toEqual([200, 424]);
      exchange([results(last("x"))], true);
      expect(run.statuses()).toEqual([424]);
    });

    bar("exactly MaxObjSize is taken; one octet more, announced or not, is 413 and has no effect", () => {
      const half = "x".repeat(100);
      const rest = "y".repeat(100);
      for (const [size, end, status] of [
        [200, rest, 200],
        [201, `${rest}y`, 413],
        [undefined, `${rest}y`, 413],
      ] as const) {
        const run = new PlannedRun("t", [[get("./Log")]]);
        const { phone, dm, exchange, answers, results } = open([run], { limits: { maxObjSize: 200 } });
        exchange([answers, results(part(half, size))], false);
        expect(phone.statuses()).toEqual([200, size === 201 ? 413 : 213]);
        exchange([results(last(end))], true);
        expect(phone.statuses()).toEqual(status === 200 ? [200] : [200, 413]);
        expect(run.statuses()).toEqual([status]);
        expect(dm.effect("nodes") === undefined).toBe(status !== 200);
      }
    });

    bar("what is announced as larger than 5 MiB is 413 before anything is kept, and every part of it", () => {
      const run = new PlannedRun("t", [[get("./Log")]]);
      const { phone, dm, exchange, answers, results } = open([run]);
      exchange([answers, results(part("a", MAX + 1))], false);
      expect(dm.effect("part")).toBeUndefined();
      expect(phone.statuses()).toEqual([200, 413]);
      exchange([results(part("b", MAX + 1))], false);
      expect(phone.statuses()).toEqual([200, 413]);
      exchange([results({ ...last("c"), meta: { size: MAX + 1 } })], true);
      expect(phone.statuses()).toEqual([200, 413]);
      expect(run.statuses()).toEqual([413]);
    });

    bar("another command before the last part: No End of Data, no effect; begun again it is taken", () => {
      const run = new PlannedRun("t", [[get("./Log")]]);
      const { phone, dm, exchange, answers, results } = open([run]);
      exchange([answers, results(part("ab", 4))], false);
      exchange([genericAlert("./E", "1"), results(part("cd"))], false);
      expect(phone.statuses()).toEqual([200, 200, 424]);
      expect(phone.commands()).toMatchObject([
        { name: "Alert", data: "1225", items: [{ source: { locUri: "./Log" } }] },
        { name: "Alert", data: "1222" },
      ]);
      expect(dm.effects.map(({ kind }) => kind)).toContain("parts_over");
      exchange([results(part("AB", 4))], false);
      expect(phone.statuses()).toEqual([200, 213]);
      exchange([results(last("CD"))], true);
      expect(run.answers).toMatchObject([{ status: 200, nodes: [{ value: "ABCD" }] }]);
    });

    bar("another object before the last part: No End of Data for the first, the second is taken", () => {
      const run = new PlannedRun("t", [[get("./Log")]]);
      const { phone, exchange, answers, results } = open([run]);
      const other = (item: Item): Item => ({ ...item, source: { locUri: "./Other" } });
      exchange([answers, results(part("ab", 4))], false);
      exchange([results(other(part("12", 3)))], false);
      expect(phone.statuses()).toEqual([200, 213]);
      expect(phone.commands()).toMatchObject([{ data: "1225", items: [{ source: { locUri: "./Log" } }] }, {}]);
      exchange([results(other(last("3")))], true);
      expect(run.answers).toMatchObject([{ status: 200, nodes: [{ uri: "./Other", value: "123" }] }]);
    });

    bar("a message without a part is a gap: No End of Data, and the command is answered 424", () => {
      const run = new PlannedRun("t", [[get("./Log")]]);
      const { phone, dm, exchange, answers, results } = open([run]);
      exchange([answers, results(part("ab", 4))], false);
      exchange([alert("1222")], false);
      expect(phone.commands()).toMatchObject([{ data: "1225" }, { data: "1222" }]);
      exchange([], true);
      expect(run.statuses()).toEqual([424]);
      expect(dm.effect("nodes")).toBeUndefined();
    });

    bar("parts that the service has lost are 424", () => {
      const run = new PlannedRun("t", [[get("./Log")]]);
      const { phone, dm, exchange, answers, results } = open([run]);
      exchange([answers, results(part("ab"))], false);
      dm.parts = [];
      exchange([results(last("c"))], true);
      expect(phone.statuses()).toEqual([200, 424]);
      expect(run.statuses()).toEqual([424]);
    });

    bar("the end of the session ends it: its parts are not needed any more", () => {
      const run = new PlannedRun("t", [[get("./Log")]]);
      const { dm, exchange, answers, results } = open([run]);
      exchange([answers, results(part("ab", 4))], false);
      expect(dm.parts).toHaveLength(1);
      exchange([alert("1223")], true);
      expect(dm.state).toBeNull();
      expect(dm.parts).toEqual([]);
      expect(run.answers).toEqual([{ kind: "lost", step: 0, index: 0 }]);
    });

    bar("a Final behind a part does not make an object of it", () => {
      const run = new PlannedRun("t", [[get("./Log")]]);
      const { phone, exchange, answers, results } = open([run]);
      exchange([answers, results(part("ab", 3))], true);
      expect(phone.statuses()).toEqual([200, 213]);
      expect(phone.heard.final).toBe(false);
      exchange([results(last("c"))], true);
      expect(run.answers).toMatchObject([{ nodes: [{ value: "abc" }] }]);
    });

    bar("a last part that names another node is not that of the object, which is broken", () => {
      const run = new PlannedRun("t", [[get("./Log")]]);
      const { phone, dm, exchange, answers, results } = open([run]);
      exchange([answers, results(part("ab"))], false);
      exchange([results({ ...last("c"), source: { locUri: "./Other" } })], false);
      expect(phone.commands()).toMatchObject([
        { data: "1225", items: [{ source: { locUri: "./Log" } }] },
        { data: "1222" },
      ]);
      exchange([alert("1222")], true);
      expect(JSON.stringify(run.answers)).not.toContain("abc");
      expect(JSON.stringify(dm.effects)).not.toContain("abc");
    });

    bar("a Generic Alert and a leaf of DevInfo may come in parts, too", () => {
      const { phone, dm, exchange } = open([new PlannedRun("t", [[get("./Log")]])]);
      const report = genericAlert("./E", "ab", "c-1");
      exchange([{ ...report, items: report.items.map((item) => ({ ...item, moreData: true })) }], false);
      expect(phone.statuses()).toEqual([200, 213]);
      exchange([{ ...report, items: report.items.map((item) => ({ ...item, data: "cd" })) }], false);
      expect(phone.statuses()).toEqual([200, 200]);
      expect(dm.effect("alert")?.alert).toMatchObject({ source: "./E", correlator: "c-1", data: "abcd" });
      const leaf = { source: { locUri: "./DevInfo/Ext/X" } };
      exchange([{ name: "Replace", cmdId: "", items: [{ ...leaf, data: "12", moreData: true }] }], false);
      exchange([{ name: "Replace", cmdId: "", items: [{ ...leaf, data: "3" }] }], false);
      expect(dm.effect("device_info")?.values).toEqual({ "./DevInfo/Ext/X": "123" });
    });

    bar("however long its address and type, the state stays below 1 KB", () => {
      const run = new PlannedRun("k".repeat(36), [Array.from({ length: 50 }, (_, index) => get(`./N/${index}`))]);
      const { phone, dm, exchange, results } = open([run]);
      const long: Item = {
        source: { locUri: `./${"u".repeat(120)}` },
        meta: { format: "chr", type: "t".repeat(48), size: MAX },
        data: "x",
        moreData: true,
      };
      exchange([...phone.commands().map((command) => phone.answers(command, 200)), results(long)], false);
      expect(phone.statuses()).toEqual([200, 213]);
      expect(JSON.stringify(dm.state).length).toBeLessThan(1_024);
      exchange([results({ ...long, meta: {}, moreData: true })], false);
      expect(phone.statuses()).toEqual([200, 213]);
    });
  });

  test("every case of the bar was met", () => {
    process.stdout.write(`dm-largeobject ${cases}/${expected}\n`);
    expect(cases).toBe(expected);
  });
});
