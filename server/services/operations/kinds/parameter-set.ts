import { z } from "zod";
import { isAtOrBelow, parentUri, parseAcl, parseNodeAddress, TITLE_OCTETS_MAX } from "../../../oma-dm";
import { operationKind, type Reading, readingOf, together } from "../plans";
import { allOrNothing, endOf } from "./all-or-nothing";
import { NodeUri, WritableUri } from "./node-uri";
import { isAsItsFormat, LeafFormat, NOT_BASE64, NodeText, NodeType } from "./node-value";
import {
  judgeWrite,
  leafText,
  replaceFor,
  type ValueWrite,
  verdictOfWrites,
  type WantedValue,
  WrittenValues,
} from "./value-writes";

const VALUES_MAX = 200;
const NOT_FOUND = 404;

const Value = z
  .strictObject({
    /** A node, or a property of it: `./A?prop=ACL`, `?prop=Name` (renames the node), `?prop=Title`. */
    uri: WritableUri,
    value: NodeText,
    /** Taken from the node as it is when left out, `chr` where that cannot be read. */
    format: LeafFormat.optional(),
    type: NodeType.optional(),
  })
  .refine(isAsItsFormat, { path: ["value"], message: NOT_BASE64 })
  .superRefine((wanted, context) => {
    const problem = propertyProblem(wanted);
    if (problem) context.addIssue({ code: "custom", path: [problem.field], message: problem.message });
  });

const ParameterSetParams = z.strictObject({
  values: z
    .array(Value)
    .min(1)
    .max(VALUES_MAX)
    .refine((values) => new Set(values.map((value) => value.uri)).size === values.length, {
      message: "Each node may be named once.",
    })
    .refine((values) => !values.some((value) => isRenamedBeside(value, values)), {
      message: "A node that is renamed may not be named otherwise, nor what is below it: nobody can say by which name.",
    }),
  /** Also writes an access control list that takes from this server the right to read the node or to change it back. */
  force: z.boolean().optional(),
  /** All values or none: by an Atomic where the device knows it, else by taking back what was done. */
  atomic: z.boolean().optional(),
});

/**
 * Writes values: reads what is there, replaces all of it (also what is equal already: the device may act on the
 * write), and reads it back as proof. Properties are written in the same way; a renamed node is looked for under its
 * new name, and is not refused where it went by that already: a Replace whose answer was lost is sent again.
 */
export const parameterSet = operationKind({
  kind: "parameter.set",
  version: 2,
  scope: "operations:write",
  params: ParameterSetParams,
  result: WrittenValues,
  billable: true,
  excludes: [],
  sparesDevices: "groups",
  touches: ({ values, force }) =>
    values.flatMap(({ uri, value, format, type }, index) =>
      force && uri.endsWith("?prop=ACL")
        ? []
        : [{ command: "Replace" as const, uri, pointer: `/values/${index}/uri`, value, format, type }],
    ),
  gone: ({ values }) =>
    values.flatMap(({ uri, before, after }) => (after !== null && after !== before ? (renamedNode(uri) ?? []) : [])),
  *plan({ attempt }, { values, atomic }) {
    const before = (yield* together(values.map(({ uri }) => ({ name: "Get", uri })))).map(readingOf);
    const replaces = values.map((wanted, index) => replaceFor(wanted, before[index]));
    const whole = atomic ? yield* allOrNothing(replaces, (index) => undoFor(values[index], before[index])) : null;
    const ends = whole ? whole.ends : (yield* together(replaces)).map(endOf);
    const after = (yield* together(values.map((wanted) => ({ name: "Get", uri: uriAfter(wanted) })))).map(readingOf);
    const writes = values.map((wanted, index) => {
      const written = { ...wanted, format: replaces[index]?.format ?? "chr" };
      const end = ends[index] ?? endOf(undefined);
      const write = judgeWrite(written, before[index], end, after[index]);
      const isRenamed = !whole && end.status === NOT_FOUND && hasNewName(wanted, write, attempt);
      return isRenamed ? { ...write, judgement: { ...write.judgement, as: "verified" as const } } : write;
    });
    return verdictOfWrites(writes, whole);
  },
});

/** Whether a node that is not found by its old name was, now or in an earlier attempt, and has the new one. */
function hasNewName(
  { uri, value: name }: WantedValue,
  { value: { before, after } }: ValueWrite,
  attempt: number,
): boolean {
  return renamedNode(uri) !== null && after === name && (before !== null || attempt > 1);
}

/** The Replace that brings back what was read before; null when nothing was. */
function undoFor(wanted: WantedValue | undefined, before: Reading | undefined) {
  const text = leafText(before);
  return wanted && text !== null ? replaceFor({ uri: uriAfter(wanted), value: text }, before) : null;
}

/** Where the value is to be found once it is written. */
function uriAfter({ uri, value }: WantedValue): string {
  const renamed = renamedNode(uri);
  return renamed === null ? uri : `${parentUri(renamed)}/${value}?prop=Name`;
}

/** The node that a write renames; null for any other write. */
function renamedNode(uri: string): string | null {
  return uri.endsWith("?prop=Name") ? uri.slice(0, uri.indexOf("?")) : null;
}

function isRenamedBeside(value: WantedValue, values: readonly WantedValue[]): boolean {
  const renamed = renamedNode(value.uri);
  if (renamed === null) return false;
  return values.some((other) => other !== value && isAtOrBelow(other.uri.split("?", 1)[0] ?? "", renamed));
}

function propertyProblem(wanted: WantedValue): { readonly field: string; readonly message: string } | null {
  const query = parseNodeAddress(wanted.uri)?.query;
  if (query?.kind !== "property") return null;
  if (wanted.format !== undefined) return { field: "format", message: "A property is text and has no format." };
  if (wanted.type !== undefined) return { field: "type", message: "A property is text and has no type." };
  switch (query.property) {
    case "ACL":
      return parseAcl(wanted.value) ? null : { field: "value", message: "A list looks like Get=*&Replace=server-a." };
    case "Title":
      return Buffer.byteLength(wanted.value) <= TITLE_OCTETS_MAX
        ? null
        : { field: "value", message: `A title has at most ${TITLE_OCTETS_MAX} octets.` };
    default: {
      const isName = !wanted.value.includes("/") && NodeUri.safeParse(`./${wanted.value}`).success;
      return isName ? null : { field: "value", message: "A name has no '/', no '?' and no blanks." };
    }
  }
}
