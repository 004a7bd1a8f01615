import type { Sql } from "../../db/client";
import { createLanes } from "../lanes";
import { createMicroBatcher } from "../micro-batcher";

/** What a client may do of one class of requests: a bucket of `burst` that runs empty at `perSecond`. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

export interface RateState {
  readonly isAllowed: boolean;
  /** Requests that would be allowed now. */
  readonly remaining: number;
  /** Seconds until the whole burst is allowed again. */
  readonly fullAfterSeconds: number;
  /** Seconds until the next request is allowed; 0 when it would be now. */
  readonly nextAfterSeconds: number;
}

/**
 * Takes one request from a client's rate (GCRA): exact over all processes, by the database's clock. Requests that come
 * together are taken together, in the order in which they came. One that is not allowed takes nothing.
 */
export type RateTaker = (clientId: string, requestClass: string, rate: Rate) => Promise<RateState>;

interface Wanted {
  readonly clientId: string;
  readonly requestClass: string;
  readonly rate: Rate;
}

const BATCH_MAX = 256;
const LANES = 1;
/** It takes less than a millisecond, or the database is gone. */
const BATCH_WITHIN_MS = 10_000;

/** Keep one taker a process. */
export function createRateTaker(sql: Sql): RateTaker {
  const takes = createMicroBatcher<Wanted, RateState>({
    lanes: createLanes(LANES),
    sizeMax: BATCH_MAX,
    withinMs: BATCH_WITHIN_MS,
    retryable: () => false,
    run: (wanted) => takeAll(sql, wanted),
  });
  return (clientId, requestClass, rate) => takes.submit({ clientId, requestClass, rate });
}

async function takeAll(sql: Sql, wanted: readonly Wanted[]): Promise<readonly RateState[]> {
  const groups = new Map<string, Wanted[]>();
  for (const one of wanted) {
    const key = `${one.clientId} ${one.requestClass}`;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  // Sorted, so that two processes never wait for each other in a circle.
  const sorted = [...groups].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, group]) => group);
  const firsts = sorted.flatMap(([first]) => (first ? [first] : []));
  const rows = await sql<{ granted: number; filled: number }[]>`
    select granted, filled from take_from_rates(${firsts.map(({ clientId }) => clientId)}::text[],
      ${firsts.map(({ requestClass }) => requestClass)}::text[], ${firsts.map(({ rate }) => 1 / rate.perSecond)}::float8[],
      ${firsts.map(({ rate }) => rate.burst)}::integer[], ${sorted.map((group) => group.length)}::integer[])`;
  const states = new Map<Wanted, RateState>();
  for (const [i, group] of sorted.entries()) {
    const row = rows[i];
    if (!row) throw new Error("A function gave too few rows.");
    for (const [place, one] of group.entries()) states.set(one, stateOf(one.rate, row, place));
  }
  return wanted.map((one) => {
    const state = states.get(one);
    if (!state) throw new Error("A request was left out.");
    return state;
  });
}

/** Of the request at this place, from 0, among those that were taken together. `filled` is behind the last that was. */
function stateOf(
  { perSecond, burst }: Rate,
  { granted, filled }: { readonly granted: number; readonly filled: number },
  place: number,
): RateState {
  const isAllowed = place < granted;
  const fullAfterSeconds = isAllowed ? filled - (granted - 1 - place) / perSecond : filled;
  return {
    isAllowed,
    remaining: Math.max(0, Math.floor(burst - fullAfterSeconds * perSecond + 1e-6)),
    fullAfterSeconds,
    nextAfterSeconds: Math.max(0, fullAfterSeconds - (burst - 1) / perSecond),
  };
}
