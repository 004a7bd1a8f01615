import { eq, sql } from "drizzle-orm";
import { deviceDescriptions } from "../../../drizzle/schema/device-descriptions";
import type { Transaction } from "../../db/client";
import { readDdf } from "../../oma-dm";

type Description = ReturnType<typeof readDdf>["description"];

/** What a model can be asked for, and whose description it is. */
export interface ModelDescription {
  readonly manufacturer: string;
  readonly model: string;
  readonly description: Description;
}

/** Models of one target that are looked at; devices of others are checked by themselves alone. */
const DESCRIPTIONS_PER_TARGET_MAX = 20;

/** Parsed documents that are kept: a row never changes. */
const KEPT_MAX = 32;
const kept = new Map<string, Description>();

/**
 * The descriptions that count for these devices, each once: of the device's model, the one with the longest firmware
 * prefix that fits. Devices of models without a description have none.
 */
export async function descriptionsOfDevices(
  transaction: Transaction,
  deviceIds: readonly string[],
): Promise<readonly ModelDescription[]> {
  const rows = await transaction.execute<{ id: string; manufacturer: string; model: string }>(sql`
    select distinct on (id) id, manufacturer, model from (
      select distinct on (d.manufacturer, d.model, d.firmware) x.description_id as id, x.manufacturer, x.model
      from device_descriptions x join devices d on d.realm = x.realm and d.manufacturer = x.manufacturer and d.model = x.model
        and starts_with(coalesce(d.firmware, ''), x.firmware_prefix)
      where d.device_id = any(${sql.param(deviceIds)}::uuid[])
      order by d.manufacturer, d.model, d.firmware, length(x.firmware_prefix) desc) as fitting
    order by id limit ${DESCRIPTIONS_PER_TARGET_MAX}`);
  const found: ModelDescription[] = [];
  for (const { id, manufacturer, model } of rows) {
    const description = kept.get(id) ?? (await parse(transaction, id));
    if (description) found.push({ manufacturer, model, description });
  }
  return found;
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
