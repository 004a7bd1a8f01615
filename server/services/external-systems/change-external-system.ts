import { eq } from "drizzle-orm";
import { externalSystems } from "../../../drizzle/schema/access";
import { subscriptions } from "../../../drizzle/schema/subscriptions";
import type { Transaction } from "../../db/client";
import { useCase } from "../use-case";
import { takeLeases } from "../webhooks/take-leases";
import { lockAllowedGroups } from "./allowed-groups";
import { externalSystemViews } from "./external-system-view";
import { lockExternalSystem } from "./find-external-system";
import { ChangeExternalSystemInput, ExternalSystemView } from "./schemas";

/**
 * Changes what a system may do, until when, and whether at all. Tokens that are out follow within the time for which a
 * process remembers them.
 *
 * Throws ServiceError NOT_FOUND, and INVALID_INPUT for groups that are not there.
 */
export const changeExternalSystem = useCase({
  name: "external_system.change",
  scope: "systems:write",
  sensitive: true,
  input: ChangeExternalSystemInput,
  output: ExternalSystemView,
  audit: true,
  async run(_context, transaction, input) {
    const before = await lockExternalSystem(transaction, input.id);
    const change = {
      scopes: input.scopes ? [...new Set(input.scopes)] : before.scopes,
      disabled: input.disabled ?? before.disabled,
      expiresAt: input.expiresAt === undefined ? before.expiresAt : dateOf(input.expiresAt),
      destructiveDevicesPerHour: input.destructiveDevicesPerHour ?? before.destructiveDevicesPerHour,
      allowedGroupIds: await allowedGroupIds(transaction, before, input.allowedGroupIds),
      idempotencyKeyRequired: input.idempotencyKeyRequired ?? before.idempotencyKeyRequired,
    };
    const rows = await transaction
      .update(externalSystems)
      .set(change)
      .where(eq(externalSystems.systemId, before.systemId))
      .returning();
    // Who pushes events to the system begins anew with what it may have now.
    await takeLeases(transaction, eq(subscriptions.systemId, before.systemId));
    const [result] = await externalSystemViews(transaction, rows);
    if (!result) throw new Error("A locked row is gone.");
    const { systemId: _systemId, name: _name, realm: _realm, createdAt: _createdAt, ...facts } = before;
    return {
      result,
      audit: {
        object: input.id,
        before: facts,
        after: change,
        ...(input.reason !== undefined && { reason: input.reason }),
      },
    };
  },
});

type System = typeof externalSystems.$inferSelect;

async function allowedGroupIds(transaction: Transaction, before: System, wanted: readonly string[] | null | undefined) {
  if (wanted === undefined) return before.allowedGroupIds;
  return wanted === null ? null : lockAllowedGroups(transaction, before.realm, wanted);
}

function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
