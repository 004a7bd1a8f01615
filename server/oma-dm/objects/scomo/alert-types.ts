import type { Evidence } from "../evidence";

/** Types of Generic Alerts of the object: seen in a client's library and in a sample of the OMA. */
export const SCOMO_ALERT_TYPES: readonly { readonly type: string; readonly evidence: Evidence }[] = [
  { type: "urn:oma:at:scomo:1.0:operationcomplete", evidence: "clients" },
];

/** Types by which a device may report on an Exec of the object, in lower case, for a plan that waits for one. */
export const SCOMO_RESULT_TYPES: readonly string[] = SCOMO_ALERT_TYPES.map(({ type }) => type);
