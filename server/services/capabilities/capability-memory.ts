import { and, eq, sql } from "drizzle-orm";
import { missingCapabilities } from "../../../drizzle/schema/missing-capabilities";
import type { Database } from "../../db/client";
import { newUuid } from "../../ids";
import type { Realm } from "../principal";
import type { Capability, MissingCapability } from "./capability";

/** What tells which memory is a device's. */
export interface ModelOfDevice {
  readonly deviceId: string;
  readonly realm: Realm;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly firmware: string | null;
}

/**
 * What devices of each model do not know, as this process read it last; other processes learn of it in a minute. What one
 * device said counts for itself: it may be ill. What two said counts for their model and firmware.
 */
export interface CapabilityMemory {
  /** Nothing for a device whose model is not known. Where only its firmware is not, that of all of them counts. */
  missing(device: ModelOfDevice): Promise<ReadonlySet<Capability>>;
  /** Keeps what a device of the model was seen not to know. Nothing is kept for a model that is not known. */
  learn(device: ModelOfDevice, missing: readonly MissingCapability[]): Promise<void>;
}

const READ_AGAIN_MS = 60_000;
/** Models in the memory of a process; the one that was read first leaves. */
const MODELS_MAX = 1_000;
/** Rows of a realm: devices say their model and firmware themselves, and could say any. Beyond them nothing is kept. */
const ROWS_PER_REALM_MAX = 10_000;
/** Rows that one device may bring: it could say another model and firmware each time, and leave no room for others. */
const ROWS_PER_DEVICE_MAX = 100;
/** Of one model, for all of its firmware; beyond them what was learned last is not known. */
const ROWS_PER_MODEL_READ_MAX = 1_000;

interface Remembered {
  readonly readAt: number;
  readonly rows: readonly Pick<
    typeof missingCapabilities.$inferSelect,
    "firmware" | "capability" | "deviceId" | "secondDeviceId"
  >[];
}

const NOTHING: ReadonlySet<Capability> = new Set();

export function createCapabilityMemory(database: Database): CapabilityMemory {
  const models = new Map<string, Remembered>();

  async function remembered(realm: Realm, manufacturer: string, model: string): Promise<Remembered> {
    const key = JSON.stringify([realm, manufacturer, model]);
    const known = models.get(key);
    if (known && Date.now() - known.readAt < READ_AGAIN_MS) return known;
    const rows = await database
      .select({
        firmware: missingCapabilities.firmware,
        capability: missingCapabilities.capability,
        deviceId: missingCapabilities.deviceId,
        secondDeviceId: missingCapabilities.secondDeviceId,
      })
      .from(missingCapabilities)
      .where(
        and(
          eq(missingCapabilities.realm, realm),
          eq(missingCapabilities.manufacturer, manufacturer),
          eq(missingCapabilities.model, model),
        ),
      )
      // The key is made of time: what comes later does not put out what is known.
      .orderBy(missingCapabilities.capabilityId)
      .limit(ROWS_PER_MODEL_READ_MAX);
    const read = { readAt: Date.now(), rows };
    models.delete(key);
    models.set(key, read);
    const oldest = models.keys().next();
    if (models.size > MODELS_MAX && !oldest.done) models.delete(oldest.value);
    return read;
  }

  return {
    async missing({ deviceId, realm, manufacturer, model, firmware }) {
      if (manufacturer === null || model === null) return NOTHING;
      const { rows } = await remembered(realm, manufacturer, model);
      if (rows.length === 0) return NOTHING;
      const own = rows.filter(
        (row) =>
          (firmware === null || row.firmware === firmware) &&
          (row.secondDeviceId !== null || row.deviceId === deviceId),
      );
      return new Set(own.map((row) => row.capability as Capability));
    },
    async learn({ deviceId, realm, manufacturer, model, firmware }, missing) {
      if (manufacturer === null || model === null) return;
      const { rows } = await remembered(realm, manufacturer, model);
      const isNew = ({ capability }: MissingCapability): boolean => {
        const row = rows.find((one) => one.capability === capability && one.firmware === (firmware ?? ""));
        return !row || (row.secondDeviceId === null && row.deviceId !== deviceId);
      };
      const news = missing.filter(isNew);
      if (news.length === 0) return;
      for (const { capability, status } of news) {
        await database.execute(sql`
          insert into missing_capabilities
            (capability_id, realm, manufacturer, model, firmware, capability, status, device_id)
          select ${newUuid()}::uuid, ${realm}::realm, ${manufacturer}, ${model}, ${firmware ?? ""}, ${capability},
            ${status}::integer, ${deviceId}::uuid
          where (select count(*) from missing_capabilities where realm = ${realm}::realm) < ${ROWS_PER_REALM_MAX}
            and (select count(*) from missing_capabilities where device_id = ${deviceId}::uuid) < ${ROWS_PER_DEVICE_MAX}
          on conflict (realm, manufacturer, model, firmware, capability) do update
            set second_device_id = excluded.device_id
            where missing_capabilities.second_device_id is null and missing_capabilities.device_id <> excluded.device_id`);
      }
      models.delete(JSON.stringify([realm, manufacturer, model]));
    },
  };
}
