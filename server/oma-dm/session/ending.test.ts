import { describe, expect, test } from "vitest";
import type { Encoding } from "../element";
import type { Command, SyncmlMessage } from "../syncml";
import {
  alert,
  decodeMessage,
  devInfo,
  genericAlert,
  LockstepDevice,
  PlannedRun,
  SessionBench,
  type SessionBenchOptions,
  TEST_LIMITS,
} from "../testing";
import { step } from "./step";
import type { PlannedCommand } from "./work";

const get: PlannedCommand = { name: "Get", uri: "./A" };
const exec: PlannedCommand = { name: "Exec", uri: "./B", correlator: "op-1" };
const all: readonly PlannedCommand[] = [
  get,
  { name: "Replace", uri: "./C", format: "chr", data: "1" },
  exec,
  { name: "Add", uri: "./D", format: "chr", data: "1" },
  { name: "Copy", uri: "./E", from: "./D" },
  { name: "Delete", uri: "./F" },
];

describe.each(["wbxml", "xml"] as const)("how sessions end, in %s", (encoding: Encoding) => {
  function open(runs: readonly PlannedRun[], options: Partial<SessionBenchOptions> = {}) {
    const phone = new LockstepDevice({ encoding });
    const dm = new SessionBench({ encoding, credentials: { client: { scheme: "none" } }, runs, ...options });
    const exchange = (commands: readonly Command[], final = true): void => {
      phone.hears(dm.exchange(phone.says(commands, { final })));
    };
    exchange([devInfo(), alert("1201")]);
    return { phone, dm, exchange };
  }

  test("with nothing to do the first answer is the last: Status and Final, no command, no RespURI", () => {
    const { phone, dm } = open([]);
    expect(phone.statuses()).toEqual([212, 200, 200]);
    expect(phone.commands()).toEqual([]);
    expect(phone.heard.final).toBe(true);
    expect(phone.heard.header.respUri).toBeUndefined();
    expect(dm.effect("session_over")?.outcome).toBe("completed");
  });

  test("Session Abort of the device: answers that came count, the others are lost, nothing more is sent", () => {
    const run = new PlannedRun("t", [all.slice(0, 3), [get]]);
    const { phone, dm, exchange } = open([run]);
    const [, replace] = phone.commands();
    if (!replace) throw new Error("no Replace");
    exchange([phone.answers(replace, 200), alert("1223")]);
    expect(phone.statuses()).toEqual([200, 200]);
    expect(phone.commands()).toEqual([]);
    expect(run.answers).toEqual([
      { kind: "status", step: 0, index: 1, status: 200 },
      { kind: "lost", step: 0, index: 0 },
      { kind: "lost", step: 0, index: 2 },
    ]);
    expect(dm.effect("session_over")?.outcome).toBe("aborted_by_device");
    expect(dm.state).toBeNull();
  });

  test("twenty idle messages are answered Next Message, the one after Session Abort", () => {
    const run = new PlannedRun("t", [[get, exec]]);
    const { phone, dm, exchange } = open([run]);
    const [first, second] = phone.commands();
    if (!first || !second) throw new Error("no commands");
    const status = phone.answers(first, 404);
    for (let message = 0; message < 20; message += 1) exchange([alert("1222")], false);
    expect(phone.commands()).toMatchObject([{ data: "1222" }]);
    exchange([status], false);
    for (let message = 0; message < 20; message += 1) exchange([alert("1222")], false);
    expect(phone.commands()).toMatchObject([{ data: "1222" }]);
    exchange([alert("1222")], false);
    expect(phone.commands()).toMatchObject([{ name: "Alert", data: "1223" }]);
    expect(phone.heard.final).toBe(true);
    expect(dm.effect("session_over")?.outcome).toBe("aborted_by_server");
    expect(run.answers).toEqual([
      { kind: "status", step: 0, index: 0, status: 404 },
      { kind: "lost", step: 0, index: 1 },
    ]);
  });

  test("the last message of the limit is answered, the one after ends by Session Abort", () => {
    const run = new PlannedRun(
      "t",
      Array.from({ length: 20 }, () => [get]),
    );
    const { phone, dm, exchange } = open([run], { limits: { messagesMax: 4 } });
    for (let message = 2; message <= 4; message += 1) {
      exchange(phone.commands().map((command) => phone.answers(command, 404)));
      expect(phone.commands()).toMatchObject([{ name: "Get" }]);
    }
    exchange(phone.commands().map((command) => phone.answers(command, 404)));
    expect(phone.commands()).toMatchObject([{ name: "Alert", data: "1223" }]);
    expect(dm.effect("session_over")?.outcome).toBe("aborted_by_server");
    expect(run.statuses()).toEqual([404, 404, 404, 404]);
  });

  describe("a session that ended without a word", () => {
    test("what it had not answered is told to be lost before anything is sent, what can be repeated as well", () => {
      const run = new PlannedRun("t", [all, [{ name: "Get", uri: "./Z" }]]);
      const { phone, exchange } = open([run]);
      phone.startsAnew("2");
      exchange([devInfo(), alert("1201")]);
      expect(run.answers).toEqual(all.map((_command, index) => ({ kind: "lost", step: 0, index })));
      expect(phone.commands()).toMatchObject([{ name: "Get", items: [{ target: { locUri: "./Z" } }] }]);
    });

    test("what it had answered already is not lost", () => {
      const run = new PlannedRun("t", [[exec, { name: "Exec", uri: "./C" }]]);
      const { phone, exchange } = open([run]);
      const [first] = phone.commands();
      if (!first) throw new Error("no Exec");
      exchange([phone.answers(first, 202)], false);
      phone.startsAnew("2");
      exchange([devInfo()]);
      expect(run.answers).toEqual([
        { kind: "status", step: 0, index: 0, status: 202 },
        { kind: "lost", step: 0, index: 1 },
      ]);
    });

    test("a report on the Exec whose Status was lost reaches the plan, and before the loss does", () => {
      const run = new PlannedRun("t", [[exec], { wanted: { correlator: "op-1" } }]);
      const { phone, exchange } = open([run]);
      phone.startsAnew("2");
      exchange([alert("1201"), genericAlert("./B", "200", "op-1"), devInfo()]);
      expect(run.answers.map(({ kind }) => kind)).toEqual(["alert", "lost"]);
      expect(run.progress()).toEqual({ kind: "ended" });
    });

    test("a stranger does not touch it", () => {
      const run = new PlannedRun("t", [[exec]]);
      const { dm } = open([run]);
      const stranger = new LockstepDevice({ encoding });
      const guarded = new SessionBench({ encoding, credentials: null, runs: [run] });
      guarded.state = dm.state;
      stranger.hears(guarded.exchange(stranger.says([devInfo()])));
      expect(guarded.effects.map(({ kind }) => kind)).toEqual(["authentication_failed"]);
      expect(run.answers).toEqual([]);
    });
  });

  describe("messages that cannot be worked with", () => {
    test.each([
      [505, "version_refused", { verDtd: "2.0", verProto: "DM/2.0" }],
      [505, "version_refused", { verDtd: "", verProto: "DM/1.2" }],
      [513, "version_refused", { verDtd: "1.2", verProto: "DM/9.9" }],
    ] as const)("%i for an unknown version: everything refused, answered in 1.2, over", (status, outcome, version) => {
      const phone = new LockstepDevice({ encoding, version });
      const dm = new SessionBench({ encoding, credentials: { client: { scheme: "none" } }, runs: [] });
      phone.hears(dm.exchange(phone.says([alert("1201"), devInfo()])));
      expect(phone.statuses()).toEqual([status, status, status]);
      expect(phone.heard.header).toMatchObject({ verDtd: "1.2", verProto: "DM/1.2" });
      expect(dm.effects).toEqual([{ kind: "session_over", outcome }]);
    });

    test.each(["DM/1.1", "DM/1.2", "DM/1.3"])("%s is spoken", (verProto) => {
      const phone = new LockstepDevice({ encoding, version: { verDtd: "1.2", verProto } });
      const dm = new SessionBench({ encoding, credentials: { client: { scheme: "none" } } });
      phone.hears(dm.exchange(phone.says([devInfo()])));
      expect(phone.heard.header.verProto).toBe(verProto);
      expect(phone.statusOf("1")).toBe(200);
    });

    function stepOn(message: SyncmlMessage, problems: Parameters<typeof step>[0]["problems"]) {
      return step({
        state: null,
        abandoned: [],
        message,
        problems,
        encoding,
        work: [],
        credentials: null,
        nonces: { client: new Uint8Array(16), challenge: new Uint8Array(16) },
        limits: TEST_LIMITS,
        server: { uri: "https://dm.carrier.example/dm", respUri: "https://dm.carrier.example/dm?s=1" },
      });
    }

    test("too many commands, or no id to answer to: 400 and over", () => {
      const { message } = decodeMessage(new LockstepDevice({ encoding }).says([devInfo()]), encoding);
      const tooMany = stepOn(message, [{ code: "too_many_commands", cmdId: "0", detail: "" }]);
      expect(tooMany.reply.commands).toMatchObject([{ data: 400 }, { data: 400 }]);
      expect(tooMany.effects).toEqual([{ kind: "session_over", outcome: "aborted_by_server" }]);
      for (const missing of [{ sessionId: "" }, { msgId: "" }, { source: { locUri: "" } }]) {
        const output = stepOn({ ...message, header: { ...message.header, ...missing } }, []);
        expect(output.reply.commands).toMatchObject([{ data: 400 }, { data: 400 }]);
        expect(output.state).toBeNull();
      }
    });

    test("a command with too many items is refused alone", () => {
      const phone = new LockstepDevice({ encoding });
      const dm = new SessionBench({ encoding, credentials: { client: { scheme: "none" } } });
      const items = Array.from({ length: 1_001 }, () => ({ source: { locUri: "./DevInfo/Man" }, data: "x" }));
      phone.hears(dm.exchange(phone.says([{ name: "Replace", cmdId: "", items }, devInfo()])));
      expect(phone.statuses()).toEqual([212, 400, 200]);
    });

    test("in the middle of a session the answers that will not come are lost", () => {
      const run = new PlannedRun("t", [[exec]]);
      const { phone, dm } = open([run]);
      const { message } = decodeMessage(phone.says([]), encoding);
      const output = step({
        state: dm.state,
        abandoned: [],
        message: { ...message, header: { ...message.header, verDtd: "7" } },
        problems: [],
        encoding,
        work: [run],
        credentials: {
          client: {
            scheme: "none",
            name: "",
            secret: new Uint8Array(),
            nonceCurrent: null,
            noncePrevious: null,
            challengeNonces: [],
            acceptPreviousNonce: false,
            acceptEmptyNonce: false,
            sessionTrust: true,
          },
          server: { scheme: "none", name: "", secret: new Uint8Array(), nonce: null },
        },
        nonces: { client: new Uint8Array(16), challenge: new Uint8Array(16) },
        limits: TEST_LIMITS,
        server: { uri: "https://dm.carrier.example/dm", respUri: "https://dm.carrier.example/dm?s=1" },
      });
      expect(run.answers).toEqual([{ kind: "lost", step: 0, index: 0 }]);
      expect(output.effects).toEqual([
        { kind: "task", task: "t", answers: run.answers, sent: false },
        { kind: "session_over", outcome: "version_refused" },
      ]);
    });
  });
});
