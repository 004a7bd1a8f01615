import { and, eq, gte, inArray, isNull, sum } from "drizzle-orm";
import { externalSystems } from "../../../drizzle/schema/access";
import { operations } from "../../../drizzle/schema/operations";
import type { Transaction } from "../../db/client";
import { fromPublicId } from "../../ids";
import type { Principal } from "../principal";
import { newestKinds } from "./kinds";
import type { OperationKind } from "./plans";

const HOUR_MS = 3_600_000;
const DESTRUCTIVE = newestKinds.filter(({ scope }) => scope === "operations:destructive").map(({ kind }) => kind);

/**
 * Why somebody else has to approve an operation before it runs; null when nobody has to. Somebody may have asked for it;
 * or an External System has reached the number of devices on which it may start operations that may do harm within an
 * hour. The system's row stays locked until the transaction ends, so that two at once do not pass together.
 */
export async function approvalCause(
  transaction: Transaction,
  principal: Principal,
  kind: Pick<OperationKind, "kind">,
  devices: number,
  isAskedFor: boolean,
): Promise<"asked" | "destructive_ceiling" | null> {
  if (isAskedFor) return "asked";
  if (principal.kind !== "system" || !DESTRUCTIVE.includes(kind.kind)) return null;
  const ceiling = await lockedCeiling(transaction, principal);
  const [hour] = await transaction
    .select({ devices: sum(operations.total).mapWith(Number) })
    .from(operations)
    .where(
      and(
        eq(operations.ownerId, principal.id),
        gte(operations.operationId, firstIdOf(Date.now() - HOUR_MS)),
        inArray(operations.kind, DESTRUCTIVE),
        // What was approved is on whoever approved it.
        isNull(operations.approvalCause),
      ),
    );
  return (hour?.devices ?? 0) + devices > ceiling ? "destructive_ceiling" : null;
}

async function lockedCeiling(transaction: Transaction, principal: Principal): Promise<number> {
  const systemId = fromPublicId("xs", principal.id);
  const [system] = systemId
    ? await transaction
        .select({ ceiling: externalSystems.destructiveDevicesPerHour })
        .from(externalSystems)
        .where(eq(externalSystems.systemId, systemId))
        .for("no key update")
    : [];
  return system?.ceiling ?? 0;
}

/** The lowest id of an operation that was started at this time or later: ids begin with their milliseconds (UUIDv7). */
function firstIdOf(ms: number): string {
  const hex = ms.toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
