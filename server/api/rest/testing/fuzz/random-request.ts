import * as fc from "fast-check";
import type { SchemaNode } from "../../openapi/schema-node";
import { type Damage, damage, damaged, hostileValue } from "./damage";
import { type KnownValues, schemaValue } from "./schema-values";

/** As much of the document as requests are made of. */
export interface DocumentedOperation {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: SchemaNode }[];
  readonly body: {
    readonly type: string;
    readonly schema: SchemaNode;
    readonly examples: readonly unknown[];
  } | null;
}

/** A request as it goes out: whatever is wrong with it is done already. */
export interface RandomRequest {
  readonly method: string;
  /** Below the base. */
  readonly target: string;
  readonly caller: "owner" | "reader" | "auditor" | "nobody" | "forged";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
}

/** How a request is written down, apart from what it says. */
const WRITINGS = [
  "plain",
  "cut",
  "twice",
  "notUtf8",
  "nested",
  "otherType",
  "noType",
  "coded",
  "charset",
  "empty",
  "bom",
  "long",
] as const;
/** More than any body may have. */
const LONG_OCTETS = 1_100_000;
type Writing = (typeof WRITINGS)[number];

/** Requests of one operation: most are right but for a little, some are wrong in what carries them. */
export function randomRequest(
  operation: DocumentedOperation,
  resolve: (reference: string) => SchemaNode,
  known: KnownValues,
): fc.Arbitrary<RandomRequest> {
  const makeValue = (node: SchemaNode, name: string) => schemaValue(node, resolve, known, name);
  return fc
    .record({
      path: fc.tuple(
        ...operation.parameters.filter((one) => one.in === "path").map((one) => pathValue(one.name, known)),
      ),
      query: fc.oneof(
        {
          weight: operation.method === "GET" ? 4 : 1,
          arbitrary: fc.array(queryPart(operation, makeValue), { maxLength: 4 }),
        },
        { weight: 8, arbitrary: fc.constant<string[]>([]) },
      ),
      key: fc.oneof(
        { weight: 4, arbitrary: fc.constant(null) },
        { weight: 4, arbitrary: fc.uuid() },
        { weight: 1, arbitrary: fc.constantFrom("again", '"again"', "", " ", "x".repeat(256), "\u00fc") },
      ),
      caller: weighted<RandomRequest["caller"]>("owner", 24, ["reader", "auditor", "nobody", "forged"]),
      value: bodyValue(operation, makeValue),
      damages: fc.oneof(
        { weight: 3, arbitrary: fc.constant<Damage[]>([]) },
        { weight: 4, arbitrary: fc.array(damage, { minLength: 1, maxLength: 3 }) },
      ),
      writing: weighted<Writing>("plain", 30, WRITINGS.slice(1)),
      own: fc.tuple(...ownHeaders(operation).map(({ name, schema }) => headerValue(name, makeValue(schema, name)))),
      revision: fc.oneof(
        { weight: operation.parameters.some((one) => one.name === "If-Match") ? 2 : 20, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: fc.constantFrom('"1"', '"2"', "*", "1", '"-1"', "W/x", '"99999999999999999999"') },
      ),
    })
    .map(({ path, query, key, caller, value, damages, writing, own, revision }) => {
      let at = 0;
      const target = operation.path.replace(/\{\w+\}/g, () => path[at++] ?? "");
      const headers = {
        ...(key !== null && operation.method === "POST" && { "idempotency-key": key }),
        ...(revision !== null && { "if-match": revision }),
        ...Object.assign({}, ...own),
      };
      const body = operation.body ? damaged(value, damages) : undefined;
      const written = operation.body ? write(body, operation.body.type, writing) : { headers: {}, body: null };
      return {
        method: operation.method,
        target: query.length > 0 ? `${target}?${query.join("&")}` : target,
        caller,
        headers: { ...headers, ...written.headers },
        body: written.body,
      };
    });
}

/** Headers that the document names for this operation beside those that many have. */
function ownHeaders({ parameters }: DocumentedOperation): DocumentedOperation["parameters"] {
  return parameters.filter((one) => one.in === "header" && !/^(idempotency-key|if-match)$/i.test(one.name));
}

function headerValue(name: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<Record<string, string>> {
  const text = fc
    .oneof(value, fc.constantFrom("", "-1", "1e9", "x"))
    .map((one) => asText(one).replace(/[^\x20-\x7e]/g, "?"));
  return fc.option(text, { freq: 6 }).map((one) => (one === null ? {} : { [name]: one }));
}

function weighted<T>(usual: T, weight: number, others: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight, arbitrary: fc.constant(usual) },
    ...others.map((one) => ({ weight: 1, arbitrary: fc.constant(one) })),
  );
}

function pathValue(name: string, known: KnownValues): fc.Arbitrary<string> {
  const meant = known(name).map((value) => encodeURIComponent(String(value)));
  const odd = fc.constantFrom(
    "dev_x",
    "%00",
    "%ff",
    "%F0%9F%98%80",
    "..%2f..",
    "a".repeat(300),
    "op_%22",
    "-1",
    "__proto__",
  );
  return meant.length > 0
    ? fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...meant) }, { weight: 1, arbitrary: odd })
    : odd;
}

function queryPart(
  operation: DocumentedOperation,
  makeValue: (node: SchemaNode, name: string) => fc.Arbitrary<unknown>,
): fc.Arbitrary<string> {
  const odd = fc.constantFrom(
    "x=1",
    "__proto__=1",
    "limit=0",
    "limit=1e3",
    "cursor=%22",
    "%zz=1",
    "=",
    "a",
    "limit=5&limit=6",
    "q=%00",
  );
  const known = operation.parameters.filter((one) => one.in === "query");
  const usual = known.map(({ name, schema }) =>
    fc
      .oneof({ weight: 4, arbitrary: makeValue(schema, name) }, { weight: 1, arbitrary: hostileValue })
      .map((value) => `${name}=${encodeURIComponent(asText(value).replace(/\p{Surrogate}/gu, "?"))}`),
  );
  return usual.length > 0
    ? fc.oneof({ weight: 1, arbitrary: odd }, ...usual.map((arbitrary) => ({ weight: 1, arbitrary })))
    : odd;
}

function asText(value: unknown): string {
  return (typeof value === "string" ? value : (JSON.stringify(value) ?? "")).slice(0, 2_000);
}

function bodyValue(
  { body }: DocumentedOperation,
  makeValue: (node: SchemaNode, name: string) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  if (!body) return fc.constant(undefined);
  const made = { weight: 2, arbitrary: makeValue(body.schema, "") };
  return body.examples.length > 0
    ? fc.oneof(made, { weight: 3, arbitrary: fc.constantFrom(...body.examples) })
    : fc.oneof(made);
}

interface Written {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

function write(value: unknown, type: string, writing: Writing): Written {
  const isForm = type.includes("form");
  const text = isForm ? formText(value) : (JSON.stringify(value) ?? "");
  const usual = { "content-type": type };
  switch (writing) {
    case "cut":
      return { headers: usual, body: Buffer.from(text.slice(0, Math.floor(text.length / 2))) };
    case "twice":
      return {
        headers: usual,
        body: Buffer.from(isForm ? `${text}&${text}` : text.replace("{", '{"kind":"x","kind":1,')),
      };
    case "notUtf8":
      return { headers: usual, body: Buffer.concat([Buffer.from(text), Buffer.from([0xff, 0xc0, 0x80])]) };
    case "nested":
      return { headers: usual, body: Buffer.from("[".repeat(5_000) + "]".repeat(5_000)) };
    case "otherType":
      return { headers: { "content-type": "text/plain" }, body: Buffer.from(text) };
    case "noType":
      return { headers: {}, body: Buffer.from(text) };
    case "coded":
      return { headers: { ...usual, "content-encoding": "gzip" }, body: Buffer.from(text) };
    case "charset":
      return { headers: { "content-type": `${type}; charset=utf-16` }, body: Buffer.from(text, "utf16le") };
    case "empty":
      return { headers: usual, body: Buffer.alloc(0) };
    case "long":
      return { headers: usual, body: Buffer.alloc(LONG_OCTETS, " ") };
    case "bom":
      return { headers: usual, body: Buffer.from(`\ufeff${text}`) };
    default:
      return { headers: usual, body: Buffer.from(text) };
  }
}

function formText(value: unknown): string {
  if (typeof value !== "object" || value === null) return asText(value);
  return new URLSearchParams(Object.entries(value).map(([name, item]) => [name, asText(item)])).toString();
}
