import { describe, expect, test } from "vitest";
import type { Encoding } from "../element";
import type { Command, Item } from "../syncml";
import {
  alert,
  devInfo,
  encodeMessage,
  LockstepDevice,
  PlannedRun,
  SessionBench,
  type SessionBenchOptions,
} from "../testing";
import type { PlannedCommand } from "./work";

const MAX_MSG_SIZE = 4_000;
const replace = (uri: string, data: string): PlannedCommand => ({ name: "Replace", uri, format: "chr", data });
const text = (characters: number): string =>
  "Grüße & <Wünsche> ".repeat(Math.ceil(characters / 18)).slice(0, characters);

describe.each(["wbxml", "xml"] as const)("a large object to the device, in %s", (encoding: Encoding) => {
  interface Opening extends Partial<SessionBenchOptions> {
    readonly maxObjSize?: number;
    readonly maxMsgSize?: number;
  }

  function open({ maxObjSize, maxMsgSize = MAX_MSG_SIZE, ...options }: Opening) {
    const phone = new LockstepDevice({ encoding, maxMsgSize, ...(maxObjSize !== undefined && { maxObjSize }) });
    const dm = new SessionBench({ encoding, credentials: { client: { scheme: "none" } }, ...options });
    const exchange = (commands: readonly Command[], final = true): void => {
      phone.hears(dm.exchange(phone.says(commands, { final })));
    };
    exchange([devInfo(), alert("1201")]);
    return { phone, dm, exchange };
  }

  type Opened = ReturnType<typeof open>;

  function only({ phone }: Opened): { readonly command: Command; readonly item: Item } {
    const [command, ...more] = phone.commands();
    if (!command || !("items" in command) || !command.items[0]) throw new Error("no command with an item");
    expect(more).toEqual([]);
    return { command, item: command.items[0] };
  }

  /** Takes part after part, as a device does; the octets or text of the whole, and how many messages it took. */
  function takeAll(opened: Opened, status = 200): { readonly whole: string; readonly parts: number } {
    const pieces: Buffer[] = [];
    for (let parts = 1; parts < 100; parts += 1) {
      const { command, item } = only(opened);
      expect(encodeMessage(opened.phone.heard, encoding).length).toBeLessThanOrEqual(MAX_MSG_SIZE);
      expect(item.meta?.size === undefined).toBe(parts > 1 || !item.moreData);
      expect(opened.phone.heard.final).toBe(!item.moreData);
      expect(opened.phone.heard.header.respUri).toBeDefined();
      const { data = "" } = item;
      pieces.push(Buffer.from(data));
      if (!item.moreData) {
        opened.exchange([opened.phone.answers("SyncHdr", 200), opened.phone.answers(command, status)]);
        return { whole: Buffer.concat(pieces).toString("utf8"), parts };
      }
      opened.exchange([opened.phone.answers("SyncHdr", 200), opened.phone.answers(command, 213), alert("1222")], false);
    }
    throw new Error("it never ends");
  }

  test("goes out in parts, one a message: Size first, MoreData and no Final but at the end, nothing beside it", () => {
    const value = text(20_000);
    const run = new PlannedRun("t", [[replace("./A", value), replace("./B", "1")], [{ name: "Get", uri: "./C" }]]);
    const opened = open({ runs: [run] });
    const first = only(opened);
    expect(first.item).toMatchObject({
      target: { locUri: "./A" },
      meta: { format: "chr", size: Buffer.byteLength(value) },
      moreData: true,
    });
    expect(JSON.stringify(opened.dm.state).length).toBeLessThan(600);
    const { whole, parts } = takeAll(opened);
    expect(whole).toBe(value);
    expect(parts).toBeGreaterThan(5);
    expect(run.statuses()).toEqual([200]);
    expect(only(opened).item.target?.locUri).toBe("./B");
  });

  test("a property, and what fits into one message, never goes out in parts", () => {
    const run = new PlannedRun("t", [
      [replace("./A", "x".repeat(2_000))],
      [replace("./A?prop=Title", "x".repeat(9_000))],
    ]);
    const opened = open({ runs: [run] });
    const { command, item } = only(opened);
    expect(item.moreData).toBeUndefined();
    expect(item.meta?.size).toBeUndefined();
    opened.exchange([opened.phone.answers(command, 200)]);
    expect(run.answers).toMatchObject([{ status: 200 }, { status: 413, by: "server" }]);
  });

  test("octets are counted as carried, which in XML is base64", () => {
    const octets = Buffer.from(Array.from({ length: 10_001 }, (_, at) => (at * 7) % 256));
    const value: PlannedCommand = { name: "Add", uri: "./A", format: "bin", data: octets.toString("base64") };
    const opened = open({ runs: [new PlannedRun("t", [[value]])] });
    const carried = encoding === "xml" ? 4 * Math.ceil(10_001 / 3) : 10_001;
    expect(only(opened).item.meta).toMatchObject({ format: encoding === "xml" ? "b64" : "bin", size: carried });
    const pieces: Buffer[] = [];
    for (;;) {
      const { command, item } = only(opened);
      const { data = "" } = item;
      pieces.push(typeof data === "string" ? Buffer.from(data, "base64") : Buffer.from(data));
      if (!item.moreData) break;
      opened.exchange([opened.phone.answers(command, 213)], false);
    }
    expect(Buffer.concat(pieces).equals(octets)).toBe(true);
  });

  test("larger than the device's MaxObjSize: never sent, and the answer says that the server gave it", () => {
    for (const [size, isSent] of [
      [6_000, true],
      [6_001, false],
    ] as const) {
      const run = new PlannedRun("t", [[replace("./A", "x".repeat(size))]]);
      const { phone } = open({ runs: [run], maxObjSize: 6_000 });
      expect(phone.commands()).toHaveLength(isSent ? 1 : 0);
      expect(run.answers).toEqual(isSent ? [] : [{ kind: "status", step: 0, index: 0, status: 413, by: "server" }]);
    }
  });

  test("more parts than a session has messages: never sent", () => {
    const run = new PlannedRun("t", [[replace("./A", "x".repeat(60_000))]]);
    open({ runs: [run], limits: { messagesMax: 20 } });
    expect(run.answers).toMatchObject([{ status: 413, by: "server" }]);
  });

  test.each([413, 416, 420, 424, 404, 500])(
    "a part that is answered %i is the last: the plan is told, and goes on",
    (status) => {
      const run = new PlannedRun("t", [[replace("./A", text(9_000))], [{ name: "Get", uri: "./B" }]]);
      const opened = open({ runs: [run] });
      opened.exchange([opened.phone.answers(only(opened).command, 213), alert("1222")], false);
      opened.exchange([opened.phone.answers(only(opened).command, status)], false);
      expect(run.answers).toEqual([{ kind: "status", step: 0, index: 0, status }]);
      expect(only(opened).command.name).toBe("Get");
      expect(opened.phone.heard.final).toBe(true);
    },
  );

  test("the status of the whole is the plan's answer", () => {
    const run = new PlannedRun("t", [[replace("./A", text(9_000))]]);
    takeAll(open({ runs: [run] }), 418);
    expect(run.statuses()).toEqual([418]);
  });

  test("a device that takes the first part for the whole has not done it", () => {
    const run = new PlannedRun("t", [[replace("./A", text(9_000))]]);
    const opened = open({ runs: [run] });
    opened.exchange([opened.phone.answers(only(opened).command, 200)]);
    expect(run.answers).toEqual([{ kind: "status", step: 0, index: 0, status: 424, by: "server" }]);
    expect(opened.phone.commands()).toEqual([]);
  });

  test("No End of Data: it is begun again, twice at most", () => {
    const run = new PlannedRun("t", [[replace("./A", text(9_000))]]);
    const opened = open({ runs: [run] });
    for (let restart = 0; restart < 2; restart += 1) {
      opened.exchange([opened.phone.answers(only(opened).command, 213)], false);
      expect(only(opened).item.meta?.size).toBeUndefined();
      opened.exchange([alert("1225", [{ target: { locUri: "./A" } }])], false);
      expect(only(opened).item.meta?.size).toBeDefined();
    }
    opened.exchange([alert("1225")], false);
    expect(run.answers).toEqual([{ kind: "status", step: 0, index: 0, status: 424, by: "server" }]);
  });

  test("no Status for a part: nothing follows it but the question for more", () => {
    const run = new PlannedRun("t", [[replace("./A", text(9_000))]]);
    const opened = open({ runs: [run] });
    const { command } = only(opened);
    const status = opened.phone.answers(command, 213);
    opened.exchange([alert("1222")], false);
    expect(opened.phone.commands()).toMatchObject([{ name: "Alert", data: "1222" }]);
    opened.exchange([status], false);
    expect(only(opened).item.meta?.size).toBeUndefined();
  });

  test.each(["Replace", "Add"] as const)("interrupted, the %s is lost before it ran, and starts over", (name) => {
    const value: PlannedCommand = { name, uri: "./A", format: "chr", data: text(9_000) };
    const aborted = new PlannedRun("t", [[value]]);
    const opened = open({ runs: [aborted] });
    opened.exchange([opened.phone.answers(only(opened).command, 213)], false);
    opened.exchange([alert("1223")]);
    expect(aborted.answers).toEqual([{ kind: "lost", step: 0, index: 0, unrun: true }]);

    const left = new PlannedRun("t", [[value]]);
    const again = open({ runs: [left] });
    again.exchange([again.phone.answers(only(again).command, 213)], false);
    again.phone.startsAnew("2");
    again.exchange([devInfo(), alert("1201")]);
    expect(left.answers).toEqual([{ kind: "lost", step: 0, index: 0, unrun: true }]);
  });

  test("a task that is gone in the middle leaves its object unfinished; the others go on", () => {
    const runs = [new PlannedRun("t", [[replace("./A", text(9_000))]]), new PlannedRun("u", [[replace("./B", "1")]])];
    const opened = open({ runs });
    opened.dm.runs = runs.slice(1);
    opened.exchange([opened.phone.answers(only(opened).command, 213)], false);
    expect(only(opened).item.target?.locUri).toBe("./B");
    expect(opened.phone.heard.final).toBe(true);
  });

  test("a device that refuses the server in the middle gets it from the beginning, with new credentials", () => {
    const run = new PlannedRun("t", [[replace("./A", text(9_000))]]);
    const server = { scheme: "md5" as const, name: "dm", secret: Buffer.from("s"), nonce: null };
    const opened = open({ runs: [run], credentials: { client: { scheme: "none" }, server } });
    opened.exchange([opened.phone.answers("SyncHdr", 212), opened.phone.answers(only(opened).command, 213)], false);
    const chal = { type: "syncml:auth-md5", format: "b64", nextNonce: "bm9uY2U=" };
    const refusal = [opened.phone.answers("SyncHdr", 401, { chal }), opened.phone.answers(only(opened).command, 401)];
    opened.exchange(refusal, false);
    expect(run.answers).toEqual([]);
    expect(only(opened).item.meta?.size).toBe(Buffer.byteLength(text(9_000)));
    expect(opened.phone.heard.header.cred).toBeDefined();
  });

  describe("of a content that the service keeps", () => {
    const octets = Buffer.from(Array.from({ length: 30_000 }, (_, at) => (at * 11) % 256));
    const value: PlannedCommand = { name: "Add", uri: "./A", format: "bin", data: { content: "c-1", octets: 30_000 } };

    test("each message needs one slice, given ahead from the second on, and the whole arrives", () => {
      const makeRuns = () => [
        new PlannedRun("t", [[{ name: "Get", uri: "./Z" }], [value], [{ name: "Get", uri: "./B" }]]),
      ];
      const opened = open({ makeRuns, contents: { "c-1": octets } });
      opened.exchange([opened.phone.answers(only(opened).command, 404)]);
      const pieces: Buffer[] = [];
      for (;;) {
        const { command, item } = only(opened);
        const { data = "" } = item;
        pieces.push(typeof data === "string" ? Buffer.from(data, "base64") : Buffer.from(data));
        if (!item.moreData) {
          opened.exchange([opened.phone.answers(command, 200)]);
          break;
        }
        opened.exchange([opened.phone.answers(command, 213)], false);
      }
      expect(Buffer.concat(pieces).equals(octets)).toBe(true);
      expect(opened.dm.contentReads).toHaveLength(pieces.length);
      expect(Math.max(...opened.dm.contentReads)).toBeLessThanOrEqual(MAX_MSG_SIZE);
      expect(only(opened).item.target?.locUri).toBe("./B");
    });

    test("a small one goes out whole; an empty one, too", () => {
      for (const size of [0, 5]) {
        const small: PlannedCommand = { ...value, data: { content: "s", octets: size } };
        const makeRuns = () => [new PlannedRun("t", [[small]])];
        const opened = open({ makeRuns, contents: { s: octets.subarray(0, size) } });
        expect(only(opened).item.moreData).toBeUndefined();
        expect(opened.phone.heard.final).toBe(true);
      }
    });

    test("larger than MaxObjSize: not even read", () => {
      const opened = open({
        makeRuns: () => [new PlannedRun("t", [[value]])],
        contents: { "c-1": octets },
        maxObjSize: 29_999,
      });
      expect(opened.phone.commands()).toEqual([]);
      expect(opened.dm.contentReads).toEqual([]);
    });
  });

  test("statuses that leave no room for a command: Next Message, and the command behind it, whatever the device says", () => {
    const run = new PlannedRun("t", [[replace("./A", "x".repeat(2_400))]]);
    const phone = new LockstepDevice({ encoding, maxMsgSize: MAX_MSG_SIZE });
    const dm = new SessionBench({ encoding, credentials: { client: { scheme: "none" } }, runs: [run] });
    const reports = Array.from({ length: 60 }, () => alert("1226", [{ data: "1" }]));
    phone.hears(dm.exchange(phone.says([devInfo(), ...reports])));
    expect(phone.commands()).toMatchObject([{ name: "Alert", data: "1222" }]);
    expect(phone.heard.final).toBe(false);
    phone.hears(dm.exchange(phone.says([alert("1222")], { final: false })));
    expect(phone.commands()).toMatchObject([{ name: "Replace" }]);
    expect(phone.heard.final).toBe(true);
  });
});
