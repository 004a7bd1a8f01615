import { isAtOrBelow } from "../tree";
import type { GenericAlert, WantedAlert } from "./work";

/**
 * Whether an alert is the one that is waited for. Where both have a Correlator, that alone tells: the report on an earlier
 * Exec of the same node is another one. Else the Source does; clients differ in whether they name the executed node, the
 * object that it belongs to, or nothing, so an object that is known is told by the alert's type as well.
 */
export function isWantedAlert(alert: GenericAlert, { correlator, source, object }: WantedAlert): boolean {
  if (alert.correlator !== undefined && correlator !== undefined) return alert.correlator === correlator;
  if (object) return object.types.includes(alert.type.trim().toLowerCase()) && isFrom(alert.source, object.root);
  return alert.source !== undefined && alert.source === source;
}

function isFrom(source: string | undefined, root: string): boolean {
  return source === undefined || isAtOrBelow(source, root);
}
