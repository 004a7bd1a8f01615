import type { z } from "zod";
import type { Sql } from "../../db/client";
import { isLockTimeout } from "../../db/database-errors";
import { deviceIdOf, fromPublicId } from "../../ids";
import { auditRow } from "../audit/write-audit-entry";
import type { IdempotencyClaim, RememberedAnswer } from "../idempotency";
import { createLanes } from "../lanes";
import { createMicroBatcher } from "../micro-batcher";
import type { Principal } from "../principal";
import type { CallContext } from "../use-case";
import { createdFact } from "./insert-operations";
import {
  type OperationToStart,
  operationToStart,
  refuseForbidden,
  startAudit,
  startedView,
} from "./operation-to-start";
import { OperationView } from "./schemas";
import type { StartInput } from "./start-input";
import { startOperation } from "./start-operation";

/** What the schema of `startOperation` makes of a body. */
export type ParsedStart = z.output<typeof StartInput>;

/** One wish of a caller, under its key. */
export interface KeyedStart {
  readonly context: CallContext;
  readonly input: ParsedStart;
  readonly claim: IdempotencyClaim;
  /** What the caller is answered, and again for the same key. */
  answerTo(view: OperationView): RememberedAnswer;
}

/**
 * Starts an operation on one device together with those that others start at the same moment: a few statements for all.
 * Null: nothing was done, and it goes the usual way, `startOperation` under its key, which knows all that can be: a key
 * that is there, a refusal that is remembered, every other kind and target.
 */
export type OperationStarter = (start: KeyedStart) => Promise<RememberedAnswer | null>;

const BATCH_MAX = 64;
const LANES = 1;
/** A client waits no longer than that for what takes milliseconds. */
const BATCH_WITHIN_MS = 10_000;
/** What this way knows of an input. One that says more goes the usual way. */
const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  "kind",
  "params",
  "target",
  "retry",
  "schedule",
  "expiresAt",
  "priority",
  "approval",
  "reference",
]);

interface BatchedStart {
  readonly keyed: KeyedStart;
  readonly start: OperationToStart;
  readonly deviceId: string;
  /** By the clock of this process: it is in the answer, which is written with it. */
  readonly createdAt: Date;
  readonly answer: RememberedAnswer;
}

/** Keep one starter a process. */
export function createOperationStarter(pool: Sql): OperationStarter {
  const starts = createMicroBatcher<BatchedStart, boolean>({
    lanes: createLanes(LANES),
    sizeMax: BATCH_MAX,
    withinMs: BATCH_WITHIN_MS,
    keyOf: ({ keyed: { claim } }) => `${claim.callerId} ${claim.route} ${claim.key}`,
    retryable: () => false,
    run: (batch) => startAll(pool, batch),
  });
  return async (keyed) => {
    const { context, input } = keyed;
    const deviceId = oneDevice(context.principal, input);
    if (deviceId === null) return null;
    const start = readyStart(context, input, deviceId);
    if (!start) return null;
    const createdAt = new Date();
    const answer = keyed.answerTo(OperationView.parse(startedView(start, createdAt)));
    try {
      return (await starts.submit({ keyed, start, deviceId, createdAt, answer })) ? answer : null;
    } catch (error) {
      // Somebody holds what it needs: the usual way waits for that longer.
      if (isLockTimeout(error)) return null;
      throw error;
    }
  };
}

/** The device of a start that needs no more than the device looked at; null for every other. */
function oneDevice({ realm, kind: caller, deviceGroups }: Principal, input: ParsedStart): string | null {
  // Which devices are in a group is a condition that only the usual way asks for.
  if (deviceGroups) return null;
  const { kind, params, target } = input;
  const [entry, ...more] = "devices" in target ? target.devices : [];
  if (entry === undefined || more.length > 0 || kind.content || kind.waives?.(params)) return null;
  if (caller === "system" && kind.scope === "operations:destructive") return null;
  if (Object.entries(input).some(([name, value]) => value !== undefined && !KNOWN_FIELDS.has(name))) return null;
  // Rights of nodes are checked against how this server is called to the device.
  if (kind.touches?.(params).some(({ uri }) => uri.includes("?prop=ACL"))) return null;
  return fromPublicId("dev", entry) ?? deviceIdOf(realm, entry);
}

/** Null where it is refused: the usual way says so, and remembers it. */
function readyStart(context: CallContext, input: ParsedStart, deviceId: string): OperationToStart | null {
  try {
    refuseForbidden(context.principal, input);
    return operationToStart(context, input, [deviceId], input.approval ? "asked" : null);
  } catch (error) {
    if (error instanceof Error && error.name === "ServiceError") return null;
    throw error;
  }
}

/** Key, answer, effect and audit entry of each in one transaction of all. False: its key was there, or its device was not. */
async function startAll(pool: Sql, batch: readonly BatchedStart[]): Promise<readonly boolean[]> {
  const started = await pool<{ id: string }[]>`
    select id from start_operations_together(${JSON.stringify(batch.map(startDocument))}::text::json) as id`;
  const ids = new Set(started.map(({ id }) => id));
  return batch.map(({ start }) => ids.has(start.operation.operationId));
}

/**
 * All that one start writes, as `start_operations_together` takes it. Written out, since an object whose fields come one by
 * one takes several times as long to be made into JSON.
 */
function startDocument({ keyed, start, deviceId, createdAt, answer }: BatchedStart) {
  const { context, input, claim } = keyed;
  const { operation } = start;
  const { eventId, type, data } = createdFact(start);
  const { action, object, requestId, sourceAddress, after } = auditRow(
    context,
    startOperation.useCaseName,
    startAudit(start, input),
  );
  return {
    operation_id: operation.operationId,
    realm: operation.realm,
    kind: operation.kind,
    kind_version: operation.kindVersion,
    params: operation.params,
    target: operation.target,
    state: operation.state,
    priority: operation.priority,
    not_before: operation.notBefore,
    expires_at: operation.expiresAt,
    released_n: operation.releasedN,
    total: operation.total,
    attempts_max: operation.attemptsMax,
    backoff_seconds: operation.backoffSeconds,
    billable: operation.billable,
    owner_kind: operation.ownerKind,
    owner_id: operation.ownerId,
    owner_name: operation.ownerName,
    owner_system_id: operation.ownerSystemId,
    reference: operation.reference,
    created_at: createdAt,
    revision: operation.revision,
    approval_cause: operation.approvalCause,
    device_id: deviceId,
    task_state: start.state,
    is_checked: (input.kind.touches?.(input.params) ?? []).length > 0,
    event_id: eventId,
    fact_type: type,
    fact_data: data,
    route: claim.route,
    key: claim.key,
    fingerprint: `\\x${Buffer.from(claim.fingerprint).toString("hex")}`,
    status: answer.status,
    headers: answer.headers,
    body: answer.body,
    action,
    object,
    request_id: requestId,
    source_address: sourceAddress,
    after,
  };
}
