import { sql } from "drizzle-orm";
import { devices } from "../../../drizzle/schema/devices";
import type { Transaction } from "../../db/client";
import { misfitOf, usableContent } from "../contents";
import { ServiceError } from "../errors";
import type { Principal } from "../principal";
import type { OperationKind } from "./plans";

const POINTER = "/params/content";
/** Models among the devices of one target that are looked at. */
const MODELS_MAX = 1_000;

/**
 * Refuses before it starts an operation whose content cannot be used for it: it is not ready, of another kind, or for none
 * of the devices. Where it fits some of them, the others are told by their own tasks.
 *
 * Throws ServiceError INVALID_INPUT, and CONTENT_NOT_READY for a content that may be ready later.
 */
export async function checkContent(
  transaction: Transaction,
  principal: Principal,
  kind: Pick<OperationKind, "kind" | "content">,
  params: unknown,
  deviceIds: readonly string[],
): Promise<void> {
  if (!kind.content) return;
  const content = await usableContent(transaction, principal, kind.content.of(params), POINTER);
  if (content.kind !== kind.content.kind) {
    throw wrongContent("wrong_kind", `The content is ${content.kind}; ${kind.kind} needs ${kind.content.kind}.`);
  }
  const models = await transaction
    .selectDistinct({ manufacturer: devices.manufacturer, model: devices.model })
    .from(devices)
    .where(sql`${devices.deviceId} = any(${sql.param(deviceIds)}::uuid[])`)
    .limit(MODELS_MAX);
  const misfits = models.map((device) => misfitOf(content, device));
  const [misfit] = misfits;
  if (misfit && misfits.every((text) => text !== null)) throw wrongContent("content_unfit", misfit);
}

function wrongContent(code: string, detail: string): ServiceError {
  return new ServiceError("INVALID_INPUT", "The content cannot be used for this.", [
    { pointer: POINTER, code, detail },
  ]);
}
