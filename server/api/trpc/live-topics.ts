import type { ChangesView } from "../../services/events/schemas";

/** Every device, or every operation, of the realm: for lists. Other topics are public ids. */
export const ALL_DEVICES = "devices";
export const ALL_OPERATIONS = "operations";

/** Which of the topics somebody watches did change. */
export function changedTopics(topics: readonly string[], changes: ChangesView): string[] {
  if (changes.everything) return [...topics];
  const changed = new Set([...changes.deviceIds, ...changes.operationIds]);
  if (changes.deviceIds.length > 0) changed.add(ALL_DEVICES);
  if (changes.operationIds.length > 0) changed.add(ALL_OPERATIONS);
  return topics.filter((topic) => changed.has(topic));
}
