import fc from "fast-check";
import type { Command, Meta, SyncHdr, SyncmlMessage } from "../syncml";

/**
 * Random messages for property tests, in the form in which `writeMessage` writes them: what is read back is equal. They
 * are built of plain values, so the type of each is stated once, at its end.
 */
function object(values: Record<string, fc.Arbitrary<unknown>>, ...optional: readonly string[]): fc.Arbitrary<object> {
  const requiredKeys = Object.keys(values).filter((key) => !optional.includes(key));
  return fc.record(values, { requiredKeys, noNullPrototype: true });
}

const word = fc.string({ unit: fc.constantFrom(..."abcXYZ019&<>\"'äß€😀-_."), minLength: 1, maxLength: 12 });
const text = fc.oneof(word, fc.constant(""), fc.constant(" two  words "));
const id = fc.integer({ min: 1, max: 99 }).map(String);
const size = fc.nat(4_294_967_295);
const nonce = fc.uint8Array({ minLength: 1, maxLength: 18 }).map((octets) => Buffer.from(octets).toString("base64"));
const uri = fc
  .array(fc.constantFrom("A", "DevInfo", "Man", "Grüße", "x y", "1"), { minLength: 1, maxLength: 5 })
  .map((segments) => `./${segments.join("/")}`);
const format = fc.constantFrom("chr", "int", "node", "b64", "xml");
const type = fc.constantFrom("text/plain", "org.openmobilealliance.dm.firmwareupdate.download");

const metaValues = {
  format,
  type,
  mark: fc.constantFrom("warning", "critical"),
  size,
  nextNonce: nonce,
  maxMsgSize: size,
  maxObjSize: size,
  emi: fc.array(word, { minLength: 1, maxLength: 2 }),
};
const meta = object(metaValues, ...Object.keys(metaValues)) as fc.Arbitrary<Meta>;
const location = object({ locUri: uri });
const authType = fc.constantFrom("syncml:auth-md5", "syncml:auth-basic");
const cred = object({ type: authType, format: fc.constant("b64"), data: word }, "format");
const chal = object({ type: authType, format: fc.constant("b64"), nextNonce: nonce }, "format", "nextNonce");

const itemParts = { target: location, source: location, meta, moreData: fc.constant(true) };
const item = object({ ...itemParts, data: text }, "target", "source", "meta", "moreData", "data");
const itemWithData = object({ ...itemParts, data: text }, "target", "source", "meta", "moreData");
const someItems = fc.array(item, { minLength: 1, maxLength: 3 });
const refs = fc.array(uri, { maxLength: 2 });

const leafCommands = [
  object(
    {
      name: fc.constant("Alert"),
      cmdId: id,
      data: fc.constantFrom("1200", "1201", "1222", "1223", "1224", "1225", "1226", "1101", "1999"),
      correlator: word,
      items: fc.array(item, { maxLength: 3 }),
    },
    "correlator",
  ),
  object({ name: fc.constantFrom("Copy", "Delete", "Get", "Replace"), cmdId: id, items: someItems }),
  object({ name: fc.constant("Add"), cmdId: id, items: fc.array(itemWithData, { minLength: 1, maxLength: 3 }) }),
  object({ name: fc.constant("Exec"), cmdId: id, correlator: word, items: someItems }, "correlator"),
];

const answers = [
  object(
    {
      name: fc.constant("Status"),
      cmdId: id,
      msgRef: id,
      cmdRef: fc.oneof(id, fc.constant("0")),
      cmd: fc.constantFrom("SyncHdr", "Get", "Exec", "Alert"),
      targetRefs: refs,
      sourceRefs: refs,
      cred,
      chal,
      data: fc.constantFrom(0, 200, 202, 212, 401, 404, 407, 500),
      items: fc.array(item, { maxLength: 1 }),
    },
    "cred",
    "chal",
  ),
  object(
    {
      name: fc.constant("Results"),
      cmdId: id,
      msgRef: id,
      cmdRef: id,
      targetRef: uri,
      sourceRef: uri,
      items: someItems,
    },
    "targetRef",
    "sourceRef",
  ),
];

const group = object(
  {
    name: fc.constantFrom("Atomic", "Sequence"),
    cmdId: id,
    meta,
    commands: fc.array(fc.oneof(...leafCommands), { minLength: 1, maxLength: 3 }),
  },
  "meta",
);

export const anyCommand = fc.oneof(...leafCommands, ...answers, group) as fc.Arbitrary<Command>;

export const anyHeader = object(
  {
    verDtd: fc.constant("1.2"),
    verProto: fc.constantFrom("DM/1.2", "DM/1.3"),
    sessionId: id,
    msgId: id,
    target: object({ locUri: fc.webUrl() }),
    source: object({ locUri: word.filter((name) => name.trim() === name), locName: word }, "locName"),
    respUri: fc.webUrl(),
    cred,
    meta,
  },
  "respUri",
  "cred",
  "meta",
) as fc.Arbitrary<SyncHdr>;

export const anyMessage: fc.Arbitrary<SyncmlMessage> = fc.record(
  { header: anyHeader, commands: fc.array(anyCommand, { minLength: 1, maxLength: 6 }), final: fc.boolean() },
  { noNullPrototype: true },
);
