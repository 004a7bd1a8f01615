import type { missingCapabilities } from "../../../drizzle/schema/missing-capabilities";
import { toPublicId } from "../../ids";
import { statusMeaning } from "../../oma-dm";
import type { MissingCapabilityView } from "./schemas";

export function capabilityView(row: typeof missingCapabilities.$inferSelect): MissingCapabilityView {
  const { manufacturer, model, firmware, capability, status, secondDeviceId } = row;
  return {
    id: toPublicId("cap", row.capabilityId),
    manufacturer,
    model,
    firmware: firmware === "" ? null : firmware,
    capability,
    status,
    meaning: statusMeaning(status).meaning,
    deviceId: toPublicId("dev", row.deviceId),
    wholeModel: secondDeviceId !== null,
    learnedAt: row.learnedAt.toISOString(),
  };
}
