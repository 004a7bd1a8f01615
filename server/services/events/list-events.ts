import { and, desc, gte, inArray, lt, min } from "drizzle-orm";
import { events } from "../../../drizzle/schema/events";
import type { Transaction } from "../../db/client";
import { cursorsOf } from "../cursor";
import { useCase } from "../use-case";
import { ListEventsInput, LoggedEventPage } from "./log-schemas";
import { loggedEventView, mayReadLog, refuseLogTo, selectLogged } from "./logged-event";

/** Events looked through for one page: of a rare type there may be none among them, although there are earlier ones. */
const LOOKED_THROUGH_MAX = 50_000;

/**
 * What happened in an environment, the newest first, for people. A page may hold fewer than `limit`, also none, while
 * `next` leads on.
 *
 * Throws ServiceError FORBIDDEN for an External System, which has a feed.
 */
export const listEvents = useCase({
  name: "events.list",
  scope: "events:read",
  input: ListEventsInput,
  output: LoggedEventPage,
  audit: false,
  async run(context, transaction, input) {
    const { principal } = context;
    refuseLogTo(principal);
    const { limit, types } = input;
    const cursors = cursorsOf(context, "events.list", input);
    const key = cursors.read(input.cursor);
    const kept = await bounds(transaction);
    if (!kept) return { items: [], next: null };
    const before = key === null ? kept.last + 1 : Number(key);
    const first = Math.max(kept.first, before - LOOKED_THROUGH_MAX);
    const rows = await selectLogged(transaction, false)
      .where(
        and(
          mayReadLog(principal),
          lt(events.seq, before),
          gte(events.seq, first),
          types === null ? undefined : inArray(events.type, [...types]),
        ),
      )
      .orderBy(desc(events.seq))
      .limit(limit);
    const end = rows.length === limit ? (rows.at(-1)?.seq ?? first) : first;
    return { items: rows.map(loggedEventView), next: end > kept.first ? cursors.write(String(end)) : null };
  },
});

/** The first and the last number that is kept; null while there is none. */
async function bounds(transaction: Transaction): Promise<{ readonly first: number; readonly last: number } | null> {
  const [ends] = await transaction.select({ first: min(events.seq) }).from(events);
  const [last] = await transaction.select({ seq: events.seq }).from(events).orderBy(desc(events.seq)).limit(1);
  return ends?.first && last ? { first: ends.first, last: last.seq } : null;
}
