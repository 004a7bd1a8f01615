/** Everything that is announced. A reader has to bear types that it does not know: the list may grow. */
export const EVENT_TYPES = [
  "dmwsi.content.quarantined.v1",
  "dmwsi.content.ready.v1",
  "dmwsi.content.rejected.v1",
  "dmwsi.content.retired.v1",
  "dmwsi.device.alert.v1",
  "dmwsi.device.authentication_failing.v1",
  "dmwsi.device.collision.v1",
  "dmwsi.device.retired.v1",
  "dmwsi.grant.accepted.v1",
  "dmwsi.grant.ended.v1",
  "dmwsi.grant.proposed.v1",
  "dmwsi.operation.approved.v1",
  "dmwsi.operation.completed.v1",
  "dmwsi.operation.created.v1",
  "dmwsi.operation.rejected.v1",
  "dmwsi.subscription.off.v1",
  "dmwsi.subscription.paused.v1",
  "dmwsi.task.cancelled.v1",
  "dmwsi.task.expired.v1",
  "dmwsi.task.failed.v1",
  "dmwsi.task.succeeded.v1",
] as const;

export type EventType = (typeof EVENT_TYPES)[number];

/** Stands in the place of an event that the reader may not see any more, so that its numbers stay without a gap. */
export const WITHDRAWN = "dmwsi.event.withdrawn.v1";

/**
 * The types that a pattern means: a whole type, one without prefix and version (`task.succeeded`), a family (`task.*`),
 * or `*`. None: there is no such type.
 */
export function eventTypesOf(pattern: string): readonly string[] {
  if (pattern === "*") return EVENT_TYPES;
  return EVENT_TYPES.filter((type) => {
    const short = type.slice("dmwsi.".length, type.lastIndexOf("."));
    const family = `${short.slice(0, short.indexOf("."))}.*`;
    return pattern === type || pattern === short || pattern === family;
  });
}
