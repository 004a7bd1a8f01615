import { and, eq, sql } from "drizzle-orm";
import { deviceCredentials } from "../../../drizzle/schema/devices";
import type { Transaction } from "../../db/client";
import { type NodeDescription, parentUri, parseAcl, wouldLockOut } from "../../oma-dm";
import { descriptionsOfDevices, type ModelDescription } from "../device-descriptions";
import { type FieldError, ServiceError } from "../errors";
import type { NodeTouch, OperationKind } from "./plans";

/** Wrong fields that are told at once. */
const FIELDS_MAX = 100;
/** Names of this server among the devices of one target that are looked at; it has few, mostly one. */
const SERVER_NAMES_MAX = 100;

/**
 * Refuses before it starts what the parameters of an operation show to be wrong: an access control list that would
 * lock this server out of a node, and what the description of a device's model does not allow.
 *
 * Throws ServiceError INVALID_INPUT naming each field.
 */
export async function checkTouches(
  transaction: Transaction,
  kind: Pick<OperationKind, "touches">,
  params: unknown,
  deviceIds: readonly string[],
): Promise<void> {
  const touches = kind.touches?.(params) ?? [];
  if (touches.length === 0) return;
  const fields = [
    ...(await lockingFields(transaction, touches, deviceIds)),
    ...(await forbiddenFields(transaction, touches, deviceIds)),
  ];
  if (fields.length === 0) return;
  throw new ServiceError("INVALID_INPUT", "Some nodes cannot be treated so.", fields.slice(0, FIELDS_MAX));
}

async function lockingFields(
  transaction: Transaction,
  touches: readonly NodeTouch[],
  deviceIds: readonly string[],
): Promise<FieldError[]> {
  const lists = touches.filter(({ command, uri }) => command === "Replace" && uri.endsWith("?prop=ACL"));
  if (lists.length === 0) return [];
  const servers = await serverNames(transaction, deviceIds);
  return lists.flatMap(({ uri, pointer, value }) => {
    const problem = lockingProblem(uri.slice(0, uri.indexOf("?")), value, servers);
    return problem ? [{ pointer: `/params${pointer}`, ...problem }] : [];
  });
}

function lockingProblem(node: string, list: string | undefined, servers: readonly string[]): Problem | null {
  const acl = list === undefined ? null : parseAcl(list);
  if (!acl) {
    const detail = `Which rights ${node} is to have cannot be read, so they could lock this server out. Write them otherwise, or say force.`;
    return { code: "unreadable_rights", detail };
  }
  const name = servers.find((server) => wouldLockOut(acl, server));
  if (name === undefined) return null;
  const detail = `The list of ${node} gives Get and Replace not both to this server, ${name}: it could not read or change it any more. Add ${name} to both, or say force.`;
  return { code: "locks_out", detail };
}

/** How this server is called to the devices: a list of rights names servers so. */
async function serverNames(transaction: Transaction, deviceIds: readonly string[]): Promise<readonly string[]> {
  const rows = await transaction
    .selectDistinct({ name: deviceCredentials.name })
    .from(deviceCredentials)
    .where(
      and(
        eq(deviceCredentials.purpose, "server"),
        sql`${deviceCredentials.deviceId} = any(${sql.param(deviceIds)}::uuid[])`,
      ),
    )
    .limit(SERVER_NAMES_MAX);
  return rows.map((row) => row.name);
}

async function forbiddenFields(
  transaction: Transaction,
  touches: readonly NodeTouch[],
  deviceIds: readonly string[],
): Promise<FieldError[]> {
  // Every node has its properties, whatever is said of its value.
  const ofNodes = touches.filter(({ uri }) => !uri.includes("?"));
  if (ofNodes.length === 0) return [];
  const problems = new Map<NodeTouch, Problem>();
  for await (const about of descriptionsOfDevices(transaction, deviceIds)) {
    const added: AddedNodes = new Map();
    for (const touch of ofNodes) {
      const problem = problems.get(touch) ?? problemOf(touch, about) ?? crowdingOf(touch, about, added);
      if (problem) problems.set(touch, problem);
    }
  }
  return ofNodes.flatMap((touch) => {
    const problem = problems.get(touch);
    return problem ? [{ pointer: `/params${touch.pointer}`, ...problem }] : [];
  });
}

type Problem = Pick<FieldError, "code" | "detail">;

function problemOf(touch: NodeTouch, { manufacturer, model, description }: ModelDescription): Problem | null {
  const { command, uri, format, type, value } = touch;
  const whose = `the description of ${manufacturer} ${model}`;
  const described = description.describe(uri);
  if (!described) {
    if (!description.covers(uri)) return null;
    return { code: "unknown_node", detail: `${uri} is no node by ${whose}.` };
  }
  const why = whyNot(command, described);
  if (why !== null) {
    return { code: "not_allowed", detail: `${uri} does not take ${command} by ${whose}: ${why}.` };
  }
  const { formats, types } = described;
  if (type !== undefined && types.length > 0 && !types.some((one) => one.toLowerCase() === type.toLowerCase())) {
    return { code: "wrong_type", detail: `${uri} has the type ${types.join(" or ")} by ${whose}, not ${type}.` };
  }
  if (formats.length === 0) return null;
  const wanted = formats.join(" or ");
  if (format !== undefined && !formats.some((one) => one === format)) {
    return { code: "wrong_format", detail: `${uri} has the format ${wanted} by ${whose}, not ${format}.` };
  }
  if (value !== undefined && !formats.some((one) => isValueOf(one, value))) {
    return { code: "wrong_value", detail: `${uri} has the format ${wanted} by ${whose}; the value is none of it.` };
  }
  return null;
}

function whyNot(command: NodeTouch["command"], { scope, access, occurrence }: NodeDescription): string | null {
  if (scope === "Permanent" && (command === "Add" || command === "Delete")) return "the node is permanent";
  if (!access.includes(command)) return `allowed is ${access.join(", ") || "nothing"}`;
  const isNeeded = occurrence?.min === 1 && occurrence.max === 1;
  return command === "Delete" && isNeeded ? "there has to be exactly one" : null;
}

/** Adds seen so far, by what describes them and the node above. */
type AddedNodes = Map<NodeDescription, Map<string | null, number>>;

/** Names that a device's user or a server chooses share a place, which may hold only so many of them. */
function crowdingOf(
  { command, uri }: NodeTouch,
  { manufacturer, model, description }: ModelDescription,
  added: AddedNodes,
): Problem | null {
  const described = command === "Add" ? description.describe(uri) : null;
  const max = described?.occurrence?.max ?? null;
  if (!described || max === null) return null;
  const byParent = added.get(described) ?? new Map<string | null, number>();
  const count = (byParent.get(parentUri(uri)) ?? 0) + 1;
  added.set(described, byParent.set(parentUri(uri), count));
  if (count <= max) return null;
  const detail = `${uri} is one too many by the description of ${manufacturer} ${model}: there may be ${max} of such nodes.`;
  return { code: "too_many_nodes", detail };
}

/** Formats whose values can be told from any text [OMA-TS-DM_TND 1.2.1, Format]. */
function isValueOf(format: string, value: string): boolean {
  switch (format) {
    case "bool":
      return /^(true|false)$/i.test(value.trim());
    case "int":
      return /^[+-]?\d{1,10}$/.test(value.trim());
    default:
      return true;
  }
}
