import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Encoding } from "../element";
import type { Chal, Command, Cred, SyncHdr } from "../syncml";
import { encodeMessage } from "../testing";
import { estimateCommand, estimateFrame } from "./octet-estimate";
import { syncmlCommand } from "./planned-command";
import type { PlannedCommand } from "./work";

const text = fc.string({ unit: fc.constantFrom(..."abc/. &<>\"'\r\n\t\0äß€😀\u0085\ufffd"), maxLength: 60 });
const data = fc.oneof(
  text,
  fc.uint8Array({ maxLength: 50 }).map((octets) => Buffer.from(octets).toString("base64")),
);
const format = fc.constantFrom("chr", "int", "node", "bin", "b64", "xml");

const planned = fc.oneof(
  fc.record({ name: fc.constantFrom("Get" as const, "Delete" as const), uri: text }),
  fc.record({ name: fc.constant("Copy" as const), from: text, uri: text }),
  fc.record({ name: fc.constantFrom("Add" as const, "Replace" as const), uri: text, format, type: text, data }),
  fc.record(
    { name: fc.constant("Exec" as const), uri: text, correlator: text, data, format, type: text },
    { requiredKeys: ["name", "uri"] },
  ),
) as fc.Arbitrary<PlannedCommand>;

const status = fc.record({
  name: fc.constant("Status" as const),
  cmdId: fc.nat(999).map(String),
  msgRef: text,
  cmdRef: text,
  cmd: fc.constantFrom("SyncHdr", "Replace"),
  targetRefs: fc.array(text, { maxLength: 1 }),
  sourceRefs: fc.array(text, { maxLength: 1 }),
  data: fc.constantFrom(200, 407),
  items: fc.constant([]),
});
const chal: fc.Arbitrary<Chal> = fc.record({ type: text, format: fc.constant("b64"), nextNonce: text });
const cred: fc.Arbitrary<Cred> = fc.record({ type: text, format: fc.constant("b64"), data: text });
const alert: fc.Arbitrary<Command> = fc.record({
  name: fc.constant("Alert" as const),
  cmdId: fc.constant("7"),
  data: fc.constant("1222"),
  items: fc.constant([]),
});

const commands: fc.Arbitrary<Command[]> = fc.array(
  fc.oneof(
    fc.tuple(planned, fc.nat(9_999)).map(([command, id]) => syncmlCommand(command, String(id))),
    fc.oneof(
      status,
      fc.tuple(status, chal).map(([command, chal]) => ({ ...command, chal })),
    ),
    alert,
  ),
  { maxLength: 8 },
);

const header = fc.record(
  {
    verDtd: fc.constantFrom("1.1", "1.2"),
    verProto: fc.constant("DM/1.2"),
    sessionId: text,
    msgId: text,
    target: fc.record({ locUri: text }),
    source: fc.oneof(fc.record({ locUri: text }), fc.record({ locUri: text, locName: text })),
    respUri: text,
    cred,
    meta: fc.record({ maxMsgSize: fc.nat(4_294_967_295), maxObjSize: fc.nat() }),
  },
  { requiredKeys: ["verDtd", "verProto", "sessionId", "msgId", "target", "source"] },
) as fc.Arbitrary<SyncHdr>;

describe.each(["wbxml", "xml"] as const)("the estimate of a reply's size, in %s", (encoding: Encoding) => {
  function estimate(header: SyncHdr, commands: readonly Command[]): number {
    return commands.reduce((sum, command) => sum + estimateCommand(command, encoding), estimateFrame(header, encoding));
  }

  test("is never below what the encoder makes of it", () => {
    fc.assert(
      fc.property(header, commands, fc.boolean(), (header, commands, final) => {
        const octets = encodeMessage({ header, commands, final }, encoding).length;
        expect(estimate(header, commands)).toBeGreaterThanOrEqual(octets);
      }),
      { numRuns: 1_000 },
    );
  });

  test("is not far above it for a usual message", () => {
    const usual: SyncHdr = {
      verDtd: "1.2",
      verProto: "DM/1.2",
      sessionId: "1",
      msgId: "2",
      target: { locUri: "IMEI:351234560000017" },
      source: { locUri: "https://dm.carrier.example/dm" },
    };
    const gets = Array.from({ length: 40 }, (_, at) =>
      syncmlCommand({ name: "Get", uri: `./DevDetail/Ext/Node${at}` }, String(at)),
    );
    const octets = encodeMessage({ header: usual, commands: gets, final: true }, encoding).length;
    expect(estimate(usual, gets)).toBeLessThan(octets * 1.6);
  });
});
