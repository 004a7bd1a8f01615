/**
 * What a task is called in the engine. Names the attempt too: what an earlier attempt left unanswered is nothing to this
 * one. At most 36 characters.
 */
export function runKey({ operationId, attempt }: { readonly operationId: string; readonly attempt: number }): string {
  return `${operationId.replaceAll("-", "")}.${attempt}`;
}

/** The uuid of the operation that a key belongs to. */
export function operationIdOf(key: string): string {
  return key.slice(0, key.indexOf(".")).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
