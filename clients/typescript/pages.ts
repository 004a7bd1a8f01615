import { dataOf } from "./problem-error";

/** Where a page begins: nothing for the first. */
export interface PageStart {
  readonly cursor?: string;
}
interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/**
 * Every item of a list, page after page:
 * `for await (const device of pages((page) => dmwsi.GET("/devices", { params: { query: { tag: "pilot", ...page } } })))`.
 *
 * Throws ProblemError where the API says no.
 */
export async function* pages<T>(
  read: (
    start: PageStart,
  ) => Promise<{ readonly data?: Page<T>; readonly error?: unknown; readonly response: Response }>,
): AsyncGenerator<T, void, undefined> {
  let start: PageStart | null = {};
  while (start !== null) {
    const page: Page<T> = await dataOf(read(start));
    yield* page.items;
    start = page.next === null ? null : { cursor: page.next };
  }
}
