import type { z } from "zod";
import type { operations } from "../../../drizzle/schema/operations";
import { newUuid, toPublicId } from "../../ids";
import { callingSystem } from "../calling-system";
import { ServiceError } from "../errors";
import type { Principal } from "../principal";
import { type AuditFacts, type CallContext, refuseWithoutProof } from "../use-case";
import type { approvalCause } from "./approval-cause";
import { durationSeconds } from "./duration";
import { operationView } from "./operation-view";
import type { OperationState, OperationTarget, OperationView } from "./schemas";
import { sealParameters } from "./sealed-parameters";
import type { StartInput } from "./start-input";

const ATTEMPTS_DEFAULT = 3;
const BACKOFF_SECONDS_DEFAULT = 300;
/** A longer target is told by its count; its devices are the operation's tasks. */
const TARGET_DEVICES_SHOWN_MAX = 100;
/** Who may let others do what needs a second look may leave a guard out as well. */
const WAIVING = "operations:approve";
const DESTRUCTIVE = "operations:destructive";

type Input = z.output<typeof StartInput>;

/** An operation that may start, before it is written: its row but for the time, its devices, and how their tasks begin. */
export interface OperationToStart {
  readonly operation: Omit<typeof operations.$inferSelect, "createdAt">;
  readonly deviceIds: readonly string[];
  readonly state: "scheduled" | "queued";
}

/**
 * Throws ServiceError FORBIDDEN for kinds with a scope of their own, and for parameters that waive a guard; PROOF_NEEDED
 * for a kind that may do harm, of a person whose password is too long ago.
 */
export function refuseForbidden(principal: Principal, { kind, params }: Input): void {
  if (!principal.scopes.has(kind.scope)) {
    throw new ServiceError("FORBIDDEN", `Operations of the kind ${kind.kind} need the scope ${kind.scope}.`);
  }
  if (kind.waives?.(params) && !principal.scopes.has(WAIVING)) {
    throw new ServiceError("FORBIDDEN", `Operations that override a guard need the scope ${WAIVING}.`);
  }
  if (kind.scope === DESTRUCTIVE) refuseWithoutProof(principal);
}

/**
 * What a start comes to on these devices. `cause`: why somebody has to approve it first.
 *
 * Throws ServiceError INVALID_INPUT for times that cannot be.
 */
export function operationToStart(
  { principal, sealer }: Pick<CallContext, "principal" | "sealer">,
  input: Input,
  deviceIds: readonly string[],
  cause: Awaited<ReturnType<typeof approvalCause>>,
): OperationToStart {
  const { kind } = input;
  const { notBefore, expiresAt } = timesOf(input, Date.now());
  const operationId = newUuid();
  const total = deviceIds.length;
  return {
    operation: {
      operationId,
      realm: principal.realm,
      kind: kind.kind,
      kindVersion: kind.version,
      params: sealParameters(sealer, operationId, input.params, kind.secretParams ?? []),
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
      ownerSystemId: callingSystem(principal),
      reference: input.reference ?? null,
      completedAt: null,
      revision: 1,
      approvalCause: cause,
      decision: null,
      decidedById: null,
      decidedByName: null,
      decisionReason: null,
      decidedAt: null,
    },
    deviceIds,
    state: cause !== null || notBefore !== null ? "scheduled" : "queued",
  };
}

export function startedView(
  { operation, state }: OperationToStart,
  createdAt: Date,
  delivery: OperationView["delivery"] = null,
): OperationView {
  return operationView(operation, createdAt, [{ state, outcome: "", count: operation.total }], delivery);
}

export function startAudit({ operation }: OperationToStart, { kind, params, delivery }: Input): AuditFacts {
  const { operationId, total, priority, reference, approvalCause: cause } = operation;
  return {
    object: toPublicId("op", operationId),
    after: {
      kind: kind.kind,
      total,
      priority,
      reference,
      ...(cause !== null && { approvalCause: cause }),
      ...(kind.waives?.(params) && { override: true }),
      ...(delivery && { delivery }),
    },
  };
}

function shownTarget(target: z.output<typeof OperationTarget>, total: number) {
  return "devices" in target && total > TARGET_DEVICES_SHOWN_MAX ? { count: total } : target;
}

function stateOf(cause: string | null, notBefore: Date | null): OperationState {
  if (cause !== null) return "awaiting_approval";
  return notBefore === null ? "running" : "scheduled";
}

/** A start that has passed already is none: the operation runs at once. */
function timesOf({ schedule, expiresAt: expires }: Input, now: number) {
  const start = schedule?.startAt ? new Date(schedule.startAt) : null;
  const notBefore = start && start.getTime() > now ? start : null;
  const expiresAt = expires ? new Date(expires) : null;
  if (expiresAt && expiresAt.getTime() <= (notBefore?.getTime() ?? now)) {
    throw new ServiceError("INVALID_INPUT", "The operation would be over before it begins.", [
      { pointer: "/expiresAt", code: "too_early", detail: "It must lie in the future, and behind schedule.startAt." },
    ]);
  }
  return { notBefore, expiresAt };
}
