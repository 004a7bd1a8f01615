import { describe, expect, test } from "vitest";
import type { SyncmlMessage } from "../../oma-dm";
import { messageViews } from "./message-views";
import { runKey } from "./run-key";
import type { CommandOwners, TakenReports, TracedExchange } from "./session-exchanges";
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

const ASKED = [get("2", "./Mine"), get("3", "./Theirs")];
const ALL: CommandOwners = new Map([
  ...owners,
  [THEIRS, { kind: "parameter.get", createdBy: { kind: "system", id: "other", name: "Fleet" } }],
]);

async function shown(
  said: Commands,
  of: CommandOwners = owners,
  sent: Commands = ASKED,
  reports: TakenReports = new Map(),
): Promise<string> {
  const asked = exchange(
    1,
    [],
    [
      [runKey({ operationId: MINE, attempt: 1 }), 2, 1],
      [runKey({ operationId: THEIRS, attempt: 1 }), 3, 1],
    ],
    sent,
  );
  const views = await messageViews({
    deviceId: MINE,
    exchanges: [asked, exchange(2, said, [], [])],
    reports,
    owners: of,
  });
  return views.map(({ xml }) => xml).join("");
}

describe("what a device says to commands of others is left out, and the rest is shown, of a device that", () => {
  test.each([
    ["answers as the protocol has it", {}],
    ["leaves MsgRef out of its Results", { msgRef: "" }],
    ["writes MsgRef with zeros before it", { msgRef: "001" }],
    ["leaves CmdID out", { cmdId: "" }],
    ["gives all its commands the same CmdID", { cmdId: "1" }],
  ])("%s", async (_how, facts) => {
    const xml = await shown(answers(facts));
    expect(xml).toContain("my-value");
    expect(xml).not.toContain("their-value");
    expect(xml).not.toContain("./Theirs");
  });
});

describe("an answer that names no command that was asked", () => {
  const unclear = (facts: { readonly msgRef?: string; readonly cmdRef?: string }): Commands => [
    { name: "Results", cmdId: "1", msgRef: "1", cmdRef: "3", items: [{ data: "their-value" }], ...facts },
  ];
  const status = (facts: { readonly msgRef?: string; readonly cmdRef?: string }): Commands => [
    {
      ...{ name: "Status", cmdId: "1", msgRef: "1", cmdRef: "3", cmd: "Get", data: 200, items: [] },
      ...{ targetRefs: ["./Theirs/their-value"], sourceRefs: [], ...facts },
    },
  ];

  test.each([
    ["Results without CmdRef", unclear({ cmdRef: "" })],
    ["Results to a command that there was not", unclear({ cmdRef: "9" })],
    ["Results to a message that there was not", unclear({ msgRef: "7" })],
    ["a Status without CmdRef", status({ cmdRef: "" })],
    ["a Status to a command that there was not", status({ cmdRef: "44" })],
  ])("is left out where it may be for others, and shown to who may see all that was asked: %s", async (_what, said) => {
    expect(await shown(said)).not.toContain("their-value");
    expect(await shown(said, ALL)).toContain("their-value");
  });

  test("is shown where it answers the server itself", async () => {
    const alert: Commands[number] = { name: "Alert", cmdId: "4", data: "1222", items: [] };
    expect(await shown(status({ cmdRef: "4" }), owners, [...ASKED, alert])).toContain("their-value");
    expect(await shown(status({ cmdRef: "0" }))).toContain("their-value");
  });
});

test("what a device reports on an Exec of others, by the Correlator it was given with it, is left out", async () => {
  const exec = (cmdId: string, correlator: string): Commands[number] => ({
    ...{ name: "Exec", cmdId, correlator },
    items: [{ target: { locUri: "./FUMO/Update" } }],
  });
  const report = (correlator: string, data: string): Commands[number] => ({
    ...{ name: "Alert", cmdId: "1", data: "1226", correlator },
    items: [{ source: { locUri: "./FUMO" }, data }],
  });
  const said = [report("m-1", "my-value"), report("t-1", "their-value"), report("x-1", "of-earlier")];
  const xml = await shown(said, owners, [exec("2", "m-1"), exec("3", "t-1")]);
  expect(xml).toContain("my-value");
  expect(xml).toContain("of-earlier");
  expect(xml).not.toContain("their-value");
});

describe("a report that came without a Correlator that tells whose it is", () => {
  const REPORTED = "2026-01-01T00:00:02.000000Z";
  const report = (source: string, data: string): Commands[number] => ({
    ...{ name: "Alert", cmdId: "1", data: "1226" },
    items: [{ source: { locUri: source }, data }],
  });
  const taken = (source: string) => ({
    ...{ key: runKey({ operationId: THEIRS, attempt: 1 }), correlator: null, source },
  });

  test("is left out where an operation of others took it; what no operation took is shown", async () => {
    const said = [report("FUMO/", "their-value"), report("./Power", "own-word")];
    const reports = new Map([[REPORTED, [taken("./FUMO")]]]);
    expect(await shown(said, owners, ASKED, reports)).not.toContain("their-value");
    expect(await shown(said, owners, ASKED, reports)).toContain("own-word");
    expect(await shown(said, ALL, ASKED, reports)).toContain("their-value");
    expect(await shown(said, owners, ASKED, new Map())).toContain("their-value");
  });

  test("is left out of a message that is kept shortened whatever of it is left", async () => {
    const reports = new Map([[REPORTED, [taken("./FUMO")]]]);
    const cut = { ...exchange(2, [report("./F", "their-value")], [], []), isCut: true };
    const viewsFor = (of: CommandOwners) => messageViews({ deviceId: MINE, exchanges: [cut], reports, owners: of });
    expect(JSON.stringify(await viewsFor(owners))).not.toContain("their-value");
    expect(JSON.stringify(await viewsFor(ALL))).toContain("their-value");
  });
});

describe("what a device says beyond what is read of a message is not shown", () => {
  const filler = (count: number): Commands => Array.from({ length: count }, () => get("9", "./Filler"));
  const theirs = answers({})[1] as Commands[number];
  const viewsOf = (said: Commands) => {
    const sent: TracedExchange["sent"] = [[runKey({ operationId: THEIRS, attempt: 1 }), 3, 1]];
    const exchanges = [exchange(1, [], sent, ASKED), exchange(2, said, [], [])];
    return messageViews({ deviceId: MINE, exchanges, reports: new Map(), owners });
  };

  test.each([
    ["behind the 500th command", [...filler(500), theirs]],
    ["in a group behind the 500th command", [{ name: "Atomic", cmdId: "1", commands: [...filler(499), theirs] }]],
    [
      "in a group of a group behind the 500th command",
      [
        {
          ...{ name: "Sequence", cmdId: "1" },
          commands: [...filler(498), { name: "Atomic", cmdId: "2", commands: [theirs] }],
        },
      ],
    ],
  ] as [string, Commands][])("%s", async (_where, said) => {
    const [, , message] = await viewsOf(said);
    expect(message?.xml).toContain("./Filler");
    expect(message?.xml).not.toContain("their-value");
    expect(message?.isCut).toBe(true);
  });

  test("in a second SyncBody, or beside it", async () => {
    const bodyOf = (octets: Uint8Array) =>
      Buffer.from(octets)
        .toString()
        .match(/<SyncBody>.*<\/SyncBody>/)?.[0] ?? "";
    const second = bodyOf(body("2", [theirs]));
    for (const beside of [second, second.replaceAll("SyncBody", "Sync")]) {
      const first = exchange(2, [get("1", "./Filler")], [], []);
      const request = Buffer.from(Buffer.from(first.request).toString().replace("</SyncML>", `${beside}</SyncML>`));
      const exchanges = [{ ...first, request, requestLength: request.length }];
      const [message] = await messageViews({ deviceId: MINE, exchanges, reports: new Map(), owners });
      expect(message?.xml).toContain("./Filler");
      expect(message?.xml).not.toContain("their-value");
    }
  });

  test("and messages beyond what one answer holds are named, without their text", async () => {
    const said = [get("1", `./${"x".repeat(800)}`)];
    const exchanges = Array.from({ length: 5 }, (_, index) => exchange(index + 1, said, [], []));
    const views = await messageViews({ deviceId: MINE, exchanges, reports: new Map(), owners }, 3_000);
    expect(views).toHaveLength(10);
    expect(views.slice(0, 2).every(({ xml }) => xml.includes("<SyncML"))).toBe(true);
    expect(views.slice(6).every(({ xml, isCut }) => xml.startsWith("Not shown") && isCut)).toBe(true);
  });
});

describe("a secret that an answer does not say to be one", () => {
  const CANARY = "planted-canary";
  const results = (cmdRef: string, data: string, facts: object = {}): Commands[number] => ({
    ...{ name: "Results", cmdId: `1${cmdRef}`, msgRef: "1", cmdRef, items: [{ data }] },
    ...facts,
  });
  const asked = [get("2", "./DMAcc/x/AppAuth/y/AAuthSecret"), get("3", "./DevInfo/Man")];

  test.each([{}, { msgRef: "" }, { msgRef: "01" }])(
    "is masked where the command asked for it, though the answer names no node, %j",
    async (facts) => {
      const xml = await shown([results("2", CANARY, facts), results("3", "Hanseat", facts)], ALL, asked);
      expect(xml).not.toContain(CANARY);
      expect(xml).toContain("Hanseat");
    },
  );

  test("is masked where its item has an address that names none", async () => {
    const items = [{ source: { locUri: "" }, data: CANARY }];
    const request = Buffer.from(body("2", [results("2", "", { items })])).toString();
    expect(request).toContain("<LocURI/>");
    expect(await shown([results("2", "", { items })], ALL, asked)).not.toContain(CANARY);
  });

  test("is masked where the question is no more at hand, or may be any of several", async () => {
    const late = exchange(2, [results("2", CANARY)], [], []);
    const views = await messageViews({ deviceId: MINE, exchanges: [late], reports: new Map(), owners: ALL });
    expect(JSON.stringify(views)).not.toContain(CANARY);
    for (const facts of [{ msgRef: "7" }, { cmdRef: "" }]) {
      expect(await shown([results("2", CANARY, facts)], ALL, asked)).not.toContain(CANARY);
    }
    const list = [get("2", "./DMAcc?list=StructData")];
    expect(await shown([results("2", CANARY)], ALL, list)).not.toContain(CANARY);
  });
});

test("other work goes on while a trace is made ready, however large it is", async () => {
  const exchanges = Array.from({ length: 20 }, (_, index) => exchange(index + 1, [get("1", "./A")], [], []));
  let turns = 0;
  const work = () => {
    turns += 1;
    next = setImmediate(work);
  };
  let next = setImmediate(work);
  await messageViews({ deviceId: MINE, exchanges, reports: new Map(), owners });
  clearImmediate(next);
  expect(turns).toBeGreaterThanOrEqual(3 * exchanges.length - 1);
});

describe("a tree that a device gives in parts", () => {
  const node = (name: string) => `<Node><NodeName>${name}</NodeName><Value>planted-canary</Value></Node>`;
  const treeOf = (name: string) => `<MgmtTree><VerDTD>1.2</VerDTD>${node(name)}</MgmtTree>`;
  const part = (data: string, moreData: boolean): Commands => [
    {
      name: "Status",
      cmdId: "1",
      msgRef: "1",
      cmdRef: "0",
      cmd: "SyncHdr",
      targetRefs: [],
      sourceRefs: [],
      data: 200,
      items: [],
    },
    {
      ...{ name: "Results", cmdId: "2", msgRef: "1", cmdRef: "2" },
      items: [{ source: { locUri: "./A" }, data, ...(moreData && { moreData }) }],
    },
  ];
  /** The texts in which its messages are shown, in parts of so many characters. */
  const partsShown = async (value: string, length: number): Promise<readonly string[]> => {
    const texts = value.match(new RegExp(`[^]{1,${length}}`, "g")) ?? [];
    const said = texts.map((text, index) => exchange(index + 2, part(text, index + 1 < texts.length), [], []));
    const sent: TracedExchange["sent"] = [[runKey({ operationId: MINE, attempt: 1 }), 2, 1]];
    const exchanges = [exchange(1, [], sent, [get("2", "./A")]), ...said];
    const views = await messageViews({ deviceId: MINE, exchanges, reports: new Map(), owners: ALL });
    return views
      .filter(({ direction }) => direction === "device")
      .map(({ xml }) => xml)
      .slice(1);
  };

  test.each([5, 7, 30, 61])("shows none of them where there is a secret in it, parts of %i", async (length) => {
    const tree = treeOf("AAuthSecret");
    for (const value of [tree, Buffer.from(tree).toString("base64")]) {
      for (const xml of await partsShown(value, length)) expect(xml).toMatch(/<Data>\*{6}<\/Data>/);
    }
  });

  test("shows them as they are where there is none", async () => {
    const tree = treeOf("Name");
    for (const value of [tree, Buffer.from(tree).toString("base64"), "large ".repeat(40)]) {
      const shownData = (await partsShown(value, 31)).map(
        (xml) => /<Data>(.*)<\/Data>\s*(?:<MoreData|<\/Item)/.exec(xml)?.[1] ?? "",
      );
      expect(shownData.join("").replaceAll("&lt;", "<").replaceAll("&gt;", ">")).toBe(value);
    }
  });
});
