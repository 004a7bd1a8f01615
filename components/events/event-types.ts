// A list of its own, held to the server's by a test: the browser does not load the server's rooms.

/** What an event may be about, and of it what may have happened. */
export const EVENT_FAMILIES = {
  content: ["quarantined", "ready", "rejected", "retired"],
  device: ["alert", "authentication_failing", "collision", "retired"],
  grant: ["accepted", "ended", "proposed"],
  operation: ["approved", "completed", "created", "rejected"],
  subscription: ["off", "paused"],
  task: ["cancelled", "expired", "failed", "succeeded"],
} as const;

/** The patterns that the list is narrowed to: each family, then its types. */
export const EVENT_PATTERNS: readonly string[] = Object.entries(EVENT_FAMILIES).flatMap(([family, types]) => [
  `${family}.*`,
  ...types.map((type) => `${family}.${type}`),
]);

/** `dmwsi.task.succeeded.v1` as it is written where there is little room: task.succeeded. */
export function shortType(type: string): string {
  return /^dmwsi\.(.+)\.v\d+$/.exec(type)?.[1] ?? type;
}
