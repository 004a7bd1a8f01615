import { describe, expect, test } from "vitest";
import type { SyncmlMessage } from "../../oma-dm";
import { messageViews } from "./message-views";
import { runKey } from "./run-key";
import type { CommandOwners, TracedExchange } from "./session-exchanges";
import { writeWire } from "./wire";

type Commands = SyncmlMessage["commands"];

const MINE = "0190a1b2-0000-7000-8000-000000000001";
const THEIRS = "0190a1b2-0000-7000-8000-000000000002";
const SESSION = "0190a1b2-0000-7000-8000-00000000000a";
const owners: CommandOwners = new Map([
  [MINE, { kind: "parameter.get", createdBy: { kind: "system", id: "sys", name: "Care" } }],
]);

function body(msgId: string, commands: Commands): Uint8Array {
  const header = { verDtd: "1.2", verProto: "DM/1.2", sessionId: "1", msgId };
  const addresses = { target: { locUri: "http://server/dm" }, source: { locUri: "IMEI:1" } };
  return writeWire({ header: { ...header, ...addresses }, commands, final: true }, "xml");
}

function exchange(msgNo: number, said: Commands, sent: TracedExchange["sent"], commands: Commands): TracedExchange {
  const request = body(String(msgNo), said);
  const place = { sessionKey: SESSION, msgNo, at: `2026-01-01T00:00:0${msgNo}.000000Z` };
  const reply = body(String(msgNo), commands);
  return { ...place, request, requestLength: request.length, reply, isCut: false, sent, isRequest: () => false };
}

const get = (cmdId: string, uri: string): Commands[number] => ({
  name: "Get",
  cmdId,
  items: [{ target: { locUri: uri } }],
});

/** The device answers a Get of each of the two; `facts` change how. */
function answers(facts: { readonly msgRef?: string; readonly cmdId?: string }): Commands {
  const results = (cmdRef: string, uri: string, data: string): Commands[number] => ({
    name: "Results",
    cmdId: `1${cmdRef}`,
    msgRef: "1",
    cmdRef,
    items: [{ source: { locUri: uri }, data }],
    ...facts,
  });
  return [results("2", "./Mine", "my-value"), results("3", "./Theirs", "their-value")];
}

function shown(said: Commands): string {
  const asked = exchange(
    1,
    [],
    [
      [runKey({ operationId: MINE, attempt: 1 }), 2, 1],
      [runKey({ operationId: THEIRS, attempt: 1 }), 3, 1],
    ],
    [get("2", "./Mine"), get("3", "./Theirs")],
  );
  const views = messageViews({ deviceId: MINE, exchanges: [asked, exchange(2, said, [], [])], owners });
  return views.map(({ xml }) => xml).join("");
}

describe("what a device says to commands of others is left out, and the rest is shown, of a device that", () => {
  test.each([
    ["answers as the protocol has it", {}],
    ["leaves MsgRef out of its Results", { msgRef: "" }],
    ["writes MsgRef with zeros before it", { msgRef: "001" }],
    ["leaves CmdID out", { cmdId: "" }],
    ["gives all its commands the same CmdID", { cmdId: "1" }],
  ])("%s", (_how, facts) => {
    const xml = shown(answers(facts));
    expect(xml).toContain("my-value");
    expect(xml).not.toContain("their-value");
    expect(xml).not.toContain("./Theirs");
  });
});
