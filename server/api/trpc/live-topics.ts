import type { ChangesView } from "../../services/events/schemas";

/** Every device, operation or event of the realm: for lists. Other topics are public ids. */
export const ALL_DEVICES = "devices";
export const ALL_OPERATIONS = "operations";
export const ALL_EVENTS = "events";

/** Which of the topics somebody watches did change. */
export function changedTopics(topics: readonly string[], changes: ChangesView): string[] {
  if (changes.everything) return [...topics];
  const changed = new Set([...changes.deviceIds, ...changes.operationIds]);
  if (changes.deviceIds.length > 0) changed.add(ALL_DEVICES);
  if (changes.operationIds.length > 0) changed.add(ALL_OPERATIONS);
  if (changes.announced) changed.add(ALL_EVENTS);
  return topics.filter((topic) => changed.has(topic));
}
