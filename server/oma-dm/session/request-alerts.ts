/**
 * Types of Generic Alerts by which a device or its user asks for new firmware. They are answered 202 where no update is
 * commanded in the same session, which is what the server does: whoever is told of the alert decides [OMA-TS-DM-FUMO 1.0].
 */
export const REQUEST_ALERT_TYPES: readonly string[] = [
  "org.openmobilealliance.dm.firmwareupdate.userrequest",
  "org.openmobilealliance.dm.firmwareupdate.devicerequest",
];

/** Whether a type, without the prefix `Reversed-Domain-Name:`, is that of such a request. */
export function isRequestAlert(type: string): boolean {
  return REQUEST_ALERT_TYPES.includes(type.trim().toLowerCase());
}
