import { timingSafeEqual } from "node:crypto";
import { asc, type Column, desc, type SQL, sql } from "drizzle-orm";
import { ServiceError } from "./errors";
import type { CallContext } from "./use-case";

/** Octets of the signature that travel: 128 bits are more than anybody guesses online. */
const SIGNATURE_OCTETS = 16;

/** Where a page ended, for one list, one caller and one set of filters. */
export interface Cursors {
  /** The key behind which the page begins; null for the first page. Throws ServiceError INVALID_INPUT. */
  read(cursor: string | undefined): string | null;
  write(key: string): string;
}

/**
 * Cursors are the last key, signed together with the list, the caller and the filters: one that was changed, belongs
 * to somebody else or to another list or filter is refused, and none ever says more than its holder has seen.
 */
export function cursorsOf(
  context: Pick<CallContext, "principal" | "sealer">,
  list: string,
  input: { readonly cursor?: string | undefined; readonly limit: number },
  /** What the input calls the cursor. */
  field = "cursor",
): Cursors {
  const { cursor: _cursor, limit: _limit, ...filters } = input;
  const about = JSON.stringify([list, context.principal.kind, context.principal.id, filters]);
  const signatureOf = (key: string) => context.sealer.sign("cursors", `${about}\n${key}`).subarray(0, SIGNATURE_OCTETS);
  return {
    read(cursor) {
      if (cursor === undefined) return null;
      const octets = Buffer.from(cursor, "base64url");
      const key = octets.subarray(SIGNATURE_OCTETS).toString("utf8");
      const signature = octets.subarray(0, SIGNATURE_OCTETS);
      // The text is compared too: base64url is lenient, and a cursor has one spelling.
      const genuine =
        signature.length === SIGNATURE_OCTETS &&
        timingSafeEqual(signature, signatureOf(key)) &&
        octets.toString("base64url") === cursor;
      if (genuine) return key;
      throw new ServiceError(
        "INVALID_INPUT",
        "The cursor is not one of this list. Give back next as it came, with the same filters, or begin without a cursor.",
        [
          {
            pointer: `/${field}`,
            code: "cursor",
            detail: "Take the cursor from `next` of the page before, and keep the filters.",
          },
        ],
      );
    },
    write: (key) => Buffer.concat([signatureOf(key), Buffer.from(key, "utf8")]).toString("base64url"),
  };
}

/** How a list is walked that is in the order of one column, in which no two rows are alike. */
export interface PageWalk {
  /** What is behind the page before; undefined for the first page. */
  readonly beyond: SQL | undefined;
  readonly order: SQL;
  /** Rows to ask for: one more than a page has. */
  readonly rowsMax: number;
  /** The page, out of the rows that were asked for. `keyOf`: the row's value of the column. */
  pageOf<T>(rows: readonly T[], keyOf: (row: T) => string | number): Page<T>;
}

interface Page<T> {
  readonly rows: readonly T[];
  readonly next: string | null;
}

/** `up`: the smallest key first. Throws ServiceError INVALID_INPUT for a cursor that is none of this list. */
export function walkBy(
  key: Column,
  way: "up" | "down",
  list: string,
  context: Pick<CallContext, "principal" | "sealer">,
  input: { readonly cursor?: string | undefined; readonly limit: number },
): PageWalk {
  const cursors = cursorsOf(context, list, input);
  const last = cursors.read(input.cursor);
  const isUp = way === "up";
  const isBeyond = isUp ? sql`${key} > ${last}` : sql`${key} < ${last}`;
  return {
    beyond: last === null ? undefined : isBeyond,
    order: isUp ? asc(key) : desc(key),
    rowsMax: input.limit + 1,
    pageOf: (rows, keyOf) => pageFrom(rows, input.limit, cursors, (row) => String(keyOf(row))),
  };
}

/** One page out of `limit + 1` rows: the extra row says whether there is a next page. */
export function pageFrom<T>(rows: readonly T[], limit: number, cursors: Cursors, keyOf: (row: T) => string): Page<T> {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last !== undefined ? cursors.write(keyOf(last)) : null };
}
