const PREFIX = "dmwsi.";

/** Whether an event's type (`dmwsi.task.succeeded.v1`) is one of those asked for: itself, with a star for its end, or `*`. */
export function matchesType(patterns: readonly string[], type: string): boolean {
  return patterns.some((pattern) => {
    if (pattern === "*" || pattern === type) return true;
    const full = pattern.startsWith(PREFIX) ? pattern : `${PREFIX}${pattern}`;
    return full.endsWith(".*") ? type.startsWith(full.slice(0, -1)) : type === full || type.startsWith(`${full}.v`);
  });
}
