import type { Database, Transaction } from "../../db/client";
import { cloudEvent, type FeedRange, feedBounds, readFeed, WITHDRAWN } from "../events";
import { readSystemPrincipal } from "../external-systems";
import type { Principal } from "../principal";
import type { FeedItem, FeedSource } from "./feed-item";

/** The log that the pull feed reads too, as the system may see it now. */
export function feedSource(database: Database | Transaction): FeedSource {
  const read = async (principal: Principal, range: Omit<FeedRange, "types">): Promise<FeedItem[]> => {
    const { rows } = await readFeed(database, principal, { ...range, types: null });
    return rows.map((row) => {
      const { seq, eventId, type, at, isWanted } = row;
      const key = row.operationId ?? row.deviceId ?? row.contentId ?? eventId;
      return { seq, eventId, type: type ?? WITHDRAWN, key, at, isWanted, body: cloudEvent(row) };
    });
  };
  return {
    async after(systemId, seq, limit, filter) {
      const { swept, end } = await feedBounds(database, systemId);
      const from = Math.max(seq, swept);
      if (end <= from) return [];
      return read(await readSystemPrincipal(database, systemId), { after: from, end, limit, filter });
    },
    async at(systemId, seqs) {
      if (seqs.length === 0) return [];
      const principal = await readSystemPrincipal(database, systemId);
      const items: FeedItem[] = [];
      for (const { first, last } of runsOf(seqs)) {
        items.push(...(await read(principal, { after: first - 1, end: last, limit: last - first + 1 })));
      }
      return items;
    },
  };
}

/** Numbers without a gap between them, so that each run is read at once. */
function runsOf(seqs: readonly number[]): { readonly first: number; last: number }[] {
  const runs: { readonly first: number; last: number }[] = [];
  for (const seq of seqs.toSorted((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run && seq === run.last + 1) run.last = seq;
    else runs.push({ first: seq, last: seq });
  }
  return runs;
}
