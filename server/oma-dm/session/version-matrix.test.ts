import { describe, expect, test } from "vitest";
import type { Encoding } from "../element";
import { credentialDigest, md5Digest } from "../security";
import type { Command, Item } from "../syncml";
import {
  alert,
  devInfo,
  genericAlert,
  LockstepDevice,
  nonceNumber,
  PlannedRun,
  SessionBench,
  type SessionBenchOptions,
} from "../testing";
import type { ServerCredential } from "./contract";
import type { PlannedCommand } from "./work";

/**
 * Every feature of the protocol in every version that knows it, in both encodings: one exchange each, for what it comes to
 * in other cases is proved beside the code. `docs/conformance.md` names these tests.
 */
const VERSIONS = [
  ["DM 1.1.2", { verDtd: "1.1", verProto: "DM/1.1" }],
  ["DM 1.2", { verDtd: "1.2", verProto: "DM/1.2" }],
  ["DM 1.3", { verDtd: "1.2", verProto: "DM/1.3" }],
] as const;
const ENCODINGS: readonly Encoding[] = ["wbxml", "xml"];

const NAME = "line-7781";
const SECRET = "Tr4il-m1x";
const NONCE = nonceNumber("C", 99);
const octets = (text: string): Uint8Array => Buffer.from(text, "utf8");
const client = { name: NAME, secret: octets(SECRET), nonceCurrent: NONCE } as const;
const server = { scheme: "md5", name: "carrier-dm", secret: octets("s3rv-9931"), nonce: octets("1st") } as const;
const get = (uri: string): PlannedCommand => ({ name: "Get", uri });
const replace = (uri: string, data: string): PlannedCommand => ({ name: "Replace", uri, format: "chr", data });

const all = VERSIONS.flatMap(([name, version]) => ENCODINGS.map((encoding) => [name, encoding, version] as const));

describe.each(all)("%s, in %s:", (dm, encoding, version) => {
  /** What DM 1.1.2 does not know. */
  function sinceDm12(title: string, check: () => void): void {
    if (dm !== "DM 1.1.2") test(title, check);
  }

  function open(
    steps: ConstructorParameters<typeof PlannedRun>[1] = [[get("./A")]],
    options: Partial<SessionBenchOptions> = {},
  ) {
    const credential = { name: NAME, secret: SECRET };
    const phone = new LockstepDevice({ encoding, version, maxMsgSize: 4_000, credential, nonce: NONCE });
    const run = new PlannedRun("t", steps);
    const dm = new SessionBench({ encoding, credentials: { client: { scheme: "none" } }, runs: [run], ...options });
    const exchange = (commands: readonly Command[], final = true): void => {
      phone.hears(dm.exchange(phone.says(commands, { final })));
      expect(phone.heard.header).toMatchObject(version);
    };
    const only = (): Command & { readonly items: readonly Item[] } => {
      const [command] = phone.commands();
      if (!command || !("items" in command)) throw new Error("no command with items");
      return command;
    };
    return { phone, run, dm, exchange, only };
  }

  /** A session in which the device was sent the first commands of its plan. */
  function opened(...args: Parameters<typeof open>) {
    const session = open(...args);
    session.exchange([alert("1201"), devInfo()]);
    return session;
  }

  const at = { source: { locUri: "./Log" } };
  const meta = { format: "chr", type: "text/plain" };
  const part = (data: string, size?: number): Item => ({
    ...at,
    meta: { ...meta, ...(size !== undefined && { size }) },
    data,
    moreData: true,
  });

  test("a package of the device in several messages: Next Message (1222) asks for each", () => {
    const { phone, run, exchange, only } = opened();
    const asked = only();
    const results = phone.results(asked, { "./A": "1" });
    exchange([phone.answers(asked, 200)], false);
    expect([phone.heard.final, phone.commands()]).toMatchObject([false, [{ name: "Alert", data: "1222" }]]);
    exchange([results]);
    expect(run.answers).toMatchObject([{ status: 200, nodes: [{ uri: "./A", value: "1" }] }]);
  });

  test("a package of the server in several messages: the device's Next Message (1222) brings the next", () => {
    const { phone, run, exchange, only } = opened([[replace("./A", "x".repeat(9_000))]]);
    let value = "";
    for (let count = 0; count < 10 && phone.heard.final === false; count += 1) {
      value += only().items[0]?.data;
      exchange([phone.answers(only(), 213), alert("1222")], false);
    }
    value += only().items[0]?.data;
    exchange([phone.answers(only(), 200)]);
    expect([value.length, run.statuses()]).toEqual([9_000, [200]]);
  });

  test("Session Abort (1223) of the device ends the session", () => {
    const { phone, dm, exchange } = opened();
    exchange([alert("1223")]);
    expect(phone.commands()).toEqual([]);
    expect(dm.effect("session_over")?.outcome).toBe("aborted_by_device");
  });

  test("Session Abort (1223) of the server ends the session", () => {
    const { phone, dm, exchange } = opened(undefined, { limits: { idleMessagesMax: 1 } });
    exchange([], false);
    exchange([], false);
    expect(phone.commands()).toMatchObject([{ name: "Alert", data: "1223" }]);
    expect(dm.effect("session_over")?.outcome).toBe("aborted_by_server");
  });

  describe("a large object of the device", () => {
    function asked() {
      const session = opened();
      const [command] = session.phone.commands();
      if (!command) throw new Error("no command");
      const base = session.phone.results(command, {});
      const status = session.phone.answers(command, 200);
      return { ...session, status, results: (item: Item): Command => ({ ...base, items: [item] }) };
    }

    test("is taken part by part (213)", () => {
      const { phone, run, exchange, status, results } = asked();
      exchange([status, results(part("abc", 6))], false);
      expect(phone.statuses()).toEqual([200, 213]);
      exchange([alert("1222"), results({ ...at, meta, data: "def" })]);
      expect(run.answers).toMatchObject([{ status: 200, nodes: [{ value: "abcdef" }] }]);
    });

    test("of another size than announced is refused (424)", () => {
      const { phone, exchange, status, results } = asked();
      exchange([status, results(part("abc", 9))], false);
      exchange([results({ ...at, meta, data: "def" })]);
      expect(phone.statuses()).toEqual([200, 424]);
    });

    test("larger than MaxObjSize is refused (413)", () => {
      const { phone, exchange, status, results } = asked();
      exchange([status, results(part("abc", 5_242_881))], false);
      expect(phone.statuses()).toEqual([200, 413]);
    });

    test("that is not brought to its end gets No End of Data (1225)", () => {
      const { phone, exchange, status, results } = asked();
      exchange([status, results(part("abc", 6))], false);
      exchange([alert("1226", [{ ...at, meta, data: "x" }])], false);
      expect(phone.commands()).toMatchObject([
        { name: "Alert", data: "1225" },
        { name: "Alert", data: "1222" },
      ]);
    });
  });

  describe("a large object of the server", () => {
    const large = () => opened([[replace("./A", "x".repeat(9_000)), get("./B")]]);

    test("goes out part by part, each taken by 213", () => {
      const { phone, exchange, only } = large();
      expect(only().items).toMatchObject([{ meta: { size: 9_000 }, moreData: true }]);
      exchange([phone.answers(only(), 213), alert("1222")], false);
      expect(only().items).toMatchObject([{ moreData: true }]);
    });

    test.each([413, 416, 424])("that the device answers %i is given up, and its plan told", (status) => {
      const { phone, run, exchange, only } = large();
      exchange([phone.answers(only(), status)]);
      expect(run.statuses()).toEqual([status]);
      expect(phone.commands()).toMatchObject([{ name: "Get" }]);
    });

    test("is begun again where the device says No End of Data (1225)", () => {
      const { phone, exchange, only } = large();
      exchange([phone.answers(only(), 213), alert("1225", [{ source: { locUri: "./A" } }])], false);
      expect(only().items).toMatchObject([{ target: { locUri: "./A" }, meta: { size: 9_000 }, moreData: true }]);
    });
  });

  test.each([
    ["Add", { name: "Add", uri: "./A", format: "chr", data: "1" }],
    ["Replace", { name: "Replace", uri: "./A", format: "chr", data: "1" }],
    ["Delete", { name: "Delete", uri: "./A" }],
    ["Copy", { name: "Copy", from: "./B", uri: "./A" }],
    ["Exec", { name: "Exec", uri: "./A" }],
  ] as const)("%s", (name, command) => {
    const { phone, run, exchange, only } = opened([[command]]);
    expect(only()).toMatchObject({ name, items: [{ target: { locUri: "./A" } }] });
    exchange([phone.answers(only(), 200)]);
    expect(run.statuses()).toEqual([200]);
  });

  test.each(["Atomic", "Sequence"] as const)("%s", (group) => {
    const { phone, run, exchange } = opened([{ group, commands: [replace("./A", "1"), replace("./B", "2")] }]);
    const [container] = phone.commands();
    if (container?.name !== group) throw new Error("no group");
    expect(container.commands).toMatchObject([{ name: "Replace" }, { name: "Replace" }]);
    exchange([phone.answers(container, 200), ...container.commands.map((command) => phone.answers(command, 200))]);
    expect(run.statuses()).toEqual([200, 200, 200]);
  });

  test.each(["1100", "1101", "1102", "1103", "1104"] as const)("a question to the user (%s)", (code) => {
    const ask: PlannedCommand = { name: "Alert", code, options: "", texts: ["Now?", "a", "b"] };
    const { phone, run, exchange, only } = opened([{ group: "Sequence", commands: [ask] }]);
    const [container] = phone.commands();
    expect(() => only()).toThrow();
    if (container?.name !== "Sequence" || !container.commands[0]) throw new Error("no question");
    expect(container.commands).toMatchObject([{ name: "Alert", data: code }]);
    const said = { items: [{ data: "a" }] };
    exchange([phone.answers(container, 200), phone.answers(container.commands[0], 200, said)]);
    expect(run.answers).toMatchObject([{ status: 200 }, { status: 200, said: ["a"] }]);
  });

  test("an event of the client (1224) in package 1", () => {
    const { phone, dm, exchange } = open();
    exchange([alert("1201"), devInfo(), alert("1224", [{ ...at, meta, data: "low battery" }])]);
    expect(phone.statusOf("3")).toBe(200);
    expect(dm.effect("alert")).toMatchObject({ code: "1224", alert: { source: "./Log", data: "low battery" } });
  });

  test("an event of the client (1224) in the middle of a session", () => {
    const { dm, exchange } = opened();
    exchange([alert("1224", [{ ...at, meta, data: "low battery" }])]);
    expect(dm.effect("alert")).toMatchObject({ code: "1224" });
  });

  test("a Generic Alert (1226) in package 1 of a later session reaches the plan that waits for its node", () => {
    const { phone, run, exchange, only } = opened([
      [{ name: "Exec", uri: "./X", correlator: "c-1" }],
      { wanted: { source: "./X" } },
    ]);
    exchange([phone.answers(only(), 202)]);
    phone.startsAnew("2");
    exchange([alert("1201"), devInfo(), genericAlert("./X", "200")]);
    expect(run.answers).toMatchObject([{ status: 202 }, { kind: "alert", alert: { source: "./X", data: "200" } }]);
  });

  sinceDm12("a Generic Alert (1226) is told by its Correlator", () => {
    const { phone, run, exchange, only } = opened([
      [{ name: "Exec", uri: "./X", correlator: "c-1" }],
      { wanted: { correlator: "c-1" } },
    ]);
    expect(only()).toMatchObject({ name: "Exec", correlator: "c-1" });
    exchange([phone.answers(only(), 202), genericAlert("./Y", "200", "c-1")]);
    expect(run.answers).toMatchObject([{ status: 202 }, { kind: "alert", alert: { correlator: "c-1" } }]);
  });

  test.each(["./A?prop=ACL", "./A?prop=Format", "./A?list=Struct", "./A?list=StructData"])("Get %s", (uri) => {
    const { phone, run, exchange, only } = opened([[get(uri)]]);
    expect(only().items).toMatchObject([{ target: { locUri: uri } }]);
    exchange([phone.answers(only(), 200), phone.results(only(), { [uri]: "value" })]);
    expect(run.answers).toMatchObject([{ status: 200, nodes: [{ uri, value: "value" }] }]);
  });

  sinceDm12("Get ./A?list=TNDS", () => {
    const { only } = opened([[get("./A?list=TNDS+ACL")]]);
    expect(only().items).toMatchObject([{ target: { locUri: "./A?list=TNDS+ACL" } }]);
  });

  test.each(["./A?prop=ACL", "./A?prop=Name"])("Replace %s", (uri) => {
    const { phone, run, exchange, only } = opened([[replace(uri, "Get=*")]]);
    expect(only()).toMatchObject({ name: "Replace", items: [{ target: { locUri: uri }, data: "Get=*" }] });
    exchange([phone.answers(only(), 200)]);
    expect(run.statuses()).toEqual([200]);
  });

  sinceDm12("a serialised tree (TNDS) is added by one command", () => {
    const type = "application/vnd.syncml.dmtnds+xml";
    const data = `<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Node><NodeName>A</NodeName></Node></MgmtTree>`;
    const { phone, run, exchange, only } = opened([[{ name: "Add", uri: "./A", format: "xml", type, data }]]);
    expect(only()).toMatchObject({ name: "Add" });
    exchange([phone.answers(only(), 200)]);
    expect(run.statuses()).toEqual([200]);
  });

  describe("the device proves itself", () => {
    test.each(["basic", "md5"] as const)("by %s", (scheme) => {
      const { phone, dm } = open(undefined, { credentials: { client: { scheme, ...client } } });
      phone.hears(dm.exchange(phone.says([alert("1201"), devInfo()], { cred: scheme })));
      expect([phone.statusOf("0"), dm.effect("authenticated")?.scheme]).toEqual([212, scheme]);
    });

    test("by MAC, in every message", () => {
      const { phone, run, dm, only } = open(undefined, { credentials: { client: { scheme: "mac", ...client } } });
      const says = (commands: readonly Command[], prove: boolean) => {
        const message = phone.says(commands);
        phone.hears(dm.exchange(message, prove ? phone.macOf(message) : undefined));
      };
      says([alert("1201"), devInfo()], true);
      expect([phone.statusOf("0"), dm.effect("authenticated")?.scheme]).toEqual([200, "mac"]);
      const answers = [phone.answers(only(), 200), phone.results(only(), { "./A": "1" })];
      says(answers, false);
      expect([phone.statusOf("0"), run.answers]).toEqual([407, []]);
      says(answers, true);
      expect([phone.statusOf("0"), run.statuses()]).toEqual([200, [200]]);
    });

    test("after a challenge, and is given the nonce of its next session", () => {
      const { phone, dm } = open(undefined, { credentials: { client: { scheme: "md5", ...client } } });
      phone.hears(dm.exchange(phone.says([alert("1201"), devInfo()])));
      expect(phone.statusOf("0")).toBe(407);
      phone.hears(dm.exchange(phone.says([alert("1201"), devInfo()], { cred: "md5" })));
      expect(phone.statusOf("0")).toBe(212);
      expect(Buffer.compare(phone.nonce, dm.nonceCurrent ?? NONCE)).toBe(0);
    });
  });

  describe("the server proves itself", () => {
    const proves = (scheme: ServerCredential["scheme"]) =>
      opened(undefined, { credentials: { client: { scheme: "none" }, server: { ...server, scheme } } });

    const credential = credentialDigest(server.name, server.secret);

    test.each([
      ["basic", Buffer.from("carrier-dm:s3rv-9931").toString("base64")],
      ["md5", md5Digest(credential, server.nonce)],
    ] as const)("by %s", (scheme, data) => {
      expect(proves(scheme).phone.heard.header.cred).toEqual({ type: `syncml:auth-${scheme}`, format: "b64", data });
    });

    test("by MAC", () => {
      const { phone, dm } = proves("mac");
      expect(phone.heard.header.cred).toBeUndefined();
      expect(dm.mac).toEqual({ name: "carrier-dm", credential, nonce: server.nonce });
    });

    test("again, on the nonce that the device gave with its refusal", () => {
      const { phone, dm, exchange } = proves("md5");
      const first = phone.heard.header.cred?.data;
      const chal = { type: "syncml:auth-md5", format: "b64", nextNonce: Buffer.from("2nd").toString("base64") };
      exchange([phone.answers("SyncHdr", 401, { chal }), ...phone.commands().map((one) => phone.answers(one, 401))]);
      expect(phone.heard.header.cred?.data).not.toBe(first);
      expect(Buffer.from(dm.serverNonce ?? []).toString()).toBe("2nd");
      expect(phone.commands()).toMatchObject([{ name: "Get" }]);
    });
  });
});
