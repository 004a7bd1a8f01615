import { randomInt } from "node:crypto";
import { sql } from "drizzle-orm";
import type { z } from "zod";
import { operationCounts, outbox } from "../../../drizzle/schema/events";
import { operations } from "../../../drizzle/schema/operations";
import type { Transaction } from "../../db/client";
import { fromPublicId, newUuid, toPublicId } from "../../ids";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { approvalCause } from "./approval-cause";
import { checkContent } from "./check-content";
import { checkTouches } from "./check-touches";
import { durationSeconds } from "./duration";
import { operationView } from "./operation-view";
import { type OperationState, type OperationTarget, OperationView } from "./schemas";
import { sealParameters } from "./sealed-parameters";
import { StartInput } from "./start-input";
import { findTargetDevices } from "./target-devices";

const ATTEMPTS_DEFAULT = 3;
const BACKOFF_SECONDS_DEFAULT = 300;
/** A longer target is told by its count; its devices are the operation's tasks. */
const TARGET_DEVICES_SHOWN_MAX = 100;
/** Who may let others do what needs a second look may leave a guard out as well. */
const WAIVING = "operations:approve";
/** SessionID of Package 0 has 16 bits, and 0 is none. */
const SESSION_ID_MAX = 65_535;

/**
 * Starts an operation on devices: the operation, a task for each device, what is to be announced and the wake-ups, in
 * one transaction. Devices are taken in order of their id, so that two operations on the same devices never wait for
 * each other in a circle. Where somebody has to approve it first, it waits for that with all of them.
 *
 * Throws ServiceError FORBIDDEN for kinds with a scope of their own, INVALID_INPUT for unknown devices, times that
 * cannot be, what the parameters show to be wrong about nodes of these devices, and
 * a content that cannot be used for them (CONTENT_NOT_READY while it is not ready).
 */
export const startOperation = useCase({
  name: "operation.start",
  scope: "operations:write",
  input: StartInput,
  output: OperationView,
  audit: true,
  async run(context, transaction, input) {
    const { principal } = context;
    const { kind } = input;
    if (!principal.scopes.has(kind.scope)) {
      throw new ServiceError("FORBIDDEN", `Operations of the kind ${kind.kind} need the scope ${kind.scope}.`);
    }
    const isWaived = kind.waives?.(input.params) ?? false;
    if (isWaived && !principal.scopes.has(WAIVING)) {
      throw new ServiceError("FORBIDDEN", `Operations that override a guard need the scope ${WAIVING}.`);
    }
    const { notBefore, expiresAt } = timesOf(input.schedule?.startAt ?? null, input.expiresAt ?? null, Date.now());
    const deviceIds = await findTargetDevices(transaction, principal, input.target);
    await checkTouches(transaction, kind, input.params, deviceIds);
    await checkContent(transaction, principal, kind, input.params, deviceIds);
    const operationId = newUuid();
    const total = deviceIds.length;
    const cause = await approvalCause(transaction, principal, kind, total, input.approval);
    const waits = cause !== null || notBefore !== null;
    const [row] = await transaction
      .insert(operations)
      .values({
        operationId,
        realm: principal.realm,
        kind: kind.kind,
        kindVersion: kind.version,
        params: sealParameters(context.sealer, operationId, input.params, kind.secretParams ?? []),
        target: shownTarget(input.target, total),
        state: stateOf(cause, notBefore),
        priority: input.priority,
        notBefore,
        expiresAt,
        releasedN: cause === null ? total : 0,
        total,
        attemptsMax: input.retry?.attempts ?? ATTEMPTS_DEFAULT,
        backoffSeconds: input.retry ? durationSeconds(input.retry.backoff) : BACKOFF_SECONDS_DEFAULT,
        billable: kind.billable,
        ownerKind: principal.kind,
        ownerId: principal.id,
        ownerName: principal.name,
        ownerSystemId: principal.kind === "system" ? fromPublicId("xs", principal.id) : null,
        reference: input.reference ?? null,
        approvalCause: cause,
      })
      .returning();
    if (!row) throw new Error("An insert gave no row.");
    const state = waits ? "scheduled" : "queued";
    await insertTasks(transaction, operationId, deviceIds, state);
    if (!waits) await wakeDevices(transaction, deviceIds);
    await transaction.insert(operationCounts).values({ operationId, state, count: total });
    await announce(transaction, row);
    const id = toPublicId("op", operationId);
    const { priority, reference } = row;
    const facts = {
      kind: kind.kind,
      total,
      priority,
      reference,
      ...(cause !== null && { approvalCause: cause }),
      ...(isWaived && { override: true }),
    };
    return {
      result: operationView(row, [{ state, outcome: "", count: total }]),
      audit: { object: id, after: facts },
    };
  },
});

function shownTarget(target: z.output<typeof OperationTarget>, total: number) {
  return "devices" in target && total > TARGET_DEVICES_SHOWN_MAX ? { count: total } : target;
}

function stateOf(cause: string | null, notBefore: Date | null): OperationState {
  if (cause !== null) return "awaiting_approval";
  return notBefore === null ? "running" : "scheduled";
}

/** A start that has passed already is none: the operation runs at once. */
function timesOf(startAt: string | null, expires: string | null, now: number) {
  const start = startAt === null ? null : new Date(startAt);
  const notBefore = start && start.getTime() > now ? start : null;
  const expiresAt = expires === null ? null : new Date(expires);
  if (expiresAt && expiresAt.getTime() <= (notBefore?.getTime() ?? now)) {
    throw new ServiceError("INVALID_INPUT", "The operation would be over before it begins.", [
      { pointer: "/expiresAt", code: "too_early", detail: "It must lie in the future, and behind schedule.startAt." },
    ]);
  }
  return { notBefore, expiresAt };
}

async function insertTasks(
  transaction: Transaction,
  operationId: string,
  deviceIds: readonly string[],
  state: "scheduled" | "queued",
): Promise<void> {
  await transaction.execute(sql`
    insert into tasks (device_id, operation_id, n, state)
    select device_id, ${operationId}::uuid, n, ${state}::task_state
    from unnest(${sql.param(deviceIds)}::uuid[]) with ordinality as target(device_id, n) order by device_id`);
}

/**
 * Has the devices woken now. One that was woken within the last minute is left to come; one that did not come is tried
 * again now, and one that was given up from its first channel on. A device that waits for a channel's rate goes on waiting.
 */
async function wakeDevices(transaction: Transaction, deviceIds: readonly string[]): Promise<void> {
  const sessionIds = deviceIds.map(() => randomInt(1, SESSION_ID_MAX + 1));
  await transaction.execute(sql`
    insert into wake_ups (device_id, session_id, due_at)
    select device_id, session_id, now()
    from unnest(${sql.param(deviceIds)}::uuid[], ${sql.param(sessionIds)}::integer[]) as target(device_id, session_id)
    order by device_id
    on conflict (device_id) do update set due_at = now(),
      session_id = case when wake_ups.due_at = 'infinity' then excluded.session_id else wake_ups.session_id end,
      channel = case when wake_ups.due_at = 'infinity' then null else wake_ups.channel end,
      attempt = case when wake_ups.due_at = 'infinity' then 0 else wake_ups.attempt end
    where wake_ups.due_at = 'infinity'
      or (wake_ups.due_at > now() and not wake_ups.slot and wake_ups.sent_at < now() - interval '1 minute')`);
}

/** A fact of no device carries the operation's id and a counter of the operation; this is its first. */
async function announce(transaction: Transaction, operation: typeof operations.$inferSelect): Promise<void> {
  const { operationId, realm, kind, total, reference } = operation;
  await transaction.insert(outbox).values({
    deviceId: operationId,
    version: 1,
    i: 0,
    eventId: newUuid(),
    operationId,
    realm,
    type: "dmwsi.operation.created.v1",
    data: { kind, total, reference },
  });
}
