import { UsageError } from "../usage-error";

/** As many items as are shown where the command does not say how many. */
const ITEMS_DEFAULT = 50;
const ITEMS_MAX = 10_000;

/** Flags of every list. */
export const LIST_OPTIONS = { where: { type: "string", multiple: true }, limit: { type: "string" } } as const;

/** `--where tag=pilot --where model=M1`, as the API's query wants it. Throws UsageError. */
export function whereOf(conditions: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    conditions.map((condition) => {
      const [, name, value] = /^(\w+)=(.*)$/s.exec(condition) ?? [];
      if (name === undefined || value === undefined) throw new UsageError(`--where ${condition}: write NAME=VALUE`);
      return [name, value];
    }),
  );
}

/** The first items of a list, at most as many as `--limit` says. */
export async function take<T>(items: AsyncIterable<T>, limit: string | undefined): Promise<T[]> {
  const count = limit === undefined ? ITEMS_DEFAULT : Number(limit);
  if (!Number.isInteger(count) || count < 1 || count > ITEMS_MAX) throw new UsageError(`--limit: 1 to ${ITEMS_MAX}`);
  const taken: T[] = [];
  for await (const item of items) {
    taken.push(item);
    if (taken.length === count) break;
  }
  return taken;
}

/** Columns for people, as wide as they have to be. */
export function table(rows: readonly (readonly (string | null)[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "-").length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (cell ?? "-").padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
