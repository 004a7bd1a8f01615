import { eq, sql } from "drizzle-orm";
import { deviceDescriptions } from "../../../drizzle/schema/device-descriptions";
import type { Transaction } from "../../db/client";
import { readDdf } from "../../oma-dm";
import { ServiceError } from "../errors";

type Description = ReturnType<typeof readDdf>["description"];

/** What a model can be asked for, and whose description it is. */
export interface ModelDescription {
  readonly manufacturer: string;
  readonly model: string;
  readonly description: Description;
}

/** Descriptions that one target is checked against: a caller waits while they are read. */
const DESCRIPTIONS_PER_TARGET_MAX = 100;

/** Parsed documents that are kept: a row never changes. */
const KEPT_MAX = 32;
const kept = new Map<string, Description>();

/**
 * The descriptions that count for these devices, each once: of the device's model, the one with the longest firmware
 * prefix that fits. Devices of models without a description have none. One at a time, since all may be much at once.
 *
 * Throws ServiceError INVALID_INPUT where they are more than a target may have: part of it would go unchecked.
 */
export async function* descriptionsOfDevices(
  transaction: Transaction,
  deviceIds: readonly string[],
): AsyncGenerator<ModelDescription, void, undefined> {
  const rows = await transaction.execute<{ id: string; manufacturer: string; model: string }>(sql`
    select distinct on (id) id, manufacturer, model from (
      select distinct on (d.manufacturer, d.model, d.firmware) x.description_id as id, x.manufacturer, x.model
      from device_descriptions x join devices d on d.realm = x.realm and d.manufacturer = x.manufacturer and d.model = x.model
        and starts_with(coalesce(d.firmware, ''), x.firmware_prefix)
      where d.device_id = any(${sql.param(deviceIds)}::uuid[])
      order by d.manufacturer, d.model, d.firmware, length(x.firmware_prefix) desc) as fitting
    order by id limit ${DESCRIPTIONS_PER_TARGET_MAX + 1}`);
  if (rows.length > DESCRIPTIONS_PER_TARGET_MAX) {
    const detail = `It is checked against the descriptions of its devices' models, and those are more than ${DESCRIPTIONS_PER_TARGET_MAX}. Start it on a part of them at a time.`;
    throw new ServiceError("INVALID_INPUT", "The target cannot be used.", [
      { pointer: "/target", code: "too_many", detail },
    ]);
  }
  for (const { id, manufacturer, model } of rows) {
    const description = kept.get(id) ?? (await parse(transaction, id));
    if (description) yield { manufacturer, model, description };
  }
}

/** The one that counts for a device; null where its model has none. */
export async function descriptionOfDevice(transaction: Transaction, deviceId: string): Promise<Description | null> {
  for await (const { description } of descriptionsOfDevices(transaction, [deviceId])) return description;
  return null;
}

async function parse(transaction: Transaction, id: string): Promise<Description | null> {
  const [row] = await transaction
    .select({ document: deviceDescriptions.document })
    .from(deviceDescriptions)
    .where(eq(deviceDescriptions.descriptionId, id));
  if (!row) return null;
  const { description } = readDdf(Buffer.from(row.document), "xml");
  const [oldest] = kept.keys();
  if (kept.size >= KEPT_MAX && oldest !== undefined) kept.delete(oldest);
  kept.set(id, description);
  return description;
}
