import { REQUEST_ALERT_TYPES } from "../../session";
import type { Evidence } from "../evidence";

/** Which of the device's operations an alert is about; `any`: its type does not tell. */
export type FirmwareOperation = "download" | "update" | "downloadAndUpdate";

interface AlertType {
  readonly type: string;
  readonly says: "result" | "request";
  readonly about: FirmwareOperation | "any";
  readonly evidence: Evidence;
}

const PREFIX = "org.openmobilealliance.dm.firmwareupdate.";

/** Types of Generic Alerts of the object [OMA-TS-DM-FUMO 1.0, alert types]. */
export const FUMO_ALERT_TYPES: readonly AlertType[] = [
  { type: `${PREFIX}download`, says: "result", about: "download", evidence: "oma" },
  { type: `${PREFIX}update`, says: "result", about: "update", evidence: "oma" },
  { type: `${PREFIX}downloadandupdate`, says: "result", about: "downloadAndUpdate", evidence: "oma" },
  ...REQUEST_ALERT_TYPES.map((type) => ({ type, says: "request", about: "any", evidence: "oma" }) as const),
  { type: "urn:oma:at:fumo:1.0:operationcomplete", says: "result", about: "any", evidence: "unverified" },
];

/** Types by which a device may report on an Exec of the object, for a plan that waits for one. */
export const FUMO_RESULT_TYPES: readonly string[] = FUMO_ALERT_TYPES.filter(({ says }) => says === "result").map(
  ({ type }) => type,
);

/** The entry of a type as a device wrote it, without the prefix `Reversed-Domain-Name:`; null: none of this object. */
export function findAlertType(type: string): AlertType | null {
  const text = type.trim().toLowerCase();
  return FUMO_ALERT_TYPES.find((entry) => entry.type === text) ?? null;
}
