import { and, eq, isNull, or, sql } from "drizzle-orm";
import { contents } from "../../../drizzle/schema/contents";
import { asStoreError, type ContentStore } from "../../adapters/content-store";
import { asFetchError, FetchError, type SafeFetch } from "../../adapters/safe-fetch";
import type { Database } from "../../db/client";
import { type ClaimedContent, claimContent, postponeContent } from "./claim-content";
import { moveContent } from "./move-content";
import { takeInOctets } from "./take-in-octets";

export interface PullWork {
  readonly database: Database;
  readonly store: ContentStore;
  readonly fetch: SafeFetch;
  /** How often a host may send on to another address. */
  readonly redirectsMax: number;
  onError(error: unknown): void;
}

export interface Pulls {
  /** Begins to pull what is due, as far as there is room. Answers how many it began. */
  round(): Promise<number>;
  /** Resolves when nothing is being pulled. */
  settled(): Promise<void>;
  /** Ends what is under way, which begins again elsewhere, and resolves when it has ended. */
  stop(): Promise<void>;
}

/** Of one process, at a time. */
const PULLS_MAX = 4;
const CONNECT_MS = 10_000;
const IDLE_MS = 60_000;
const TOTAL_MS = 6 * 3_600_000;
/** Behind the attempts that failed for a reason that may pass; the next failure is the last. */
const PAUSES_SECONDS = [60, 300, 1_800];

/** Pulls contents from where they were registered to be, several at a time. */
export function createPulls(work: PullWork): Pulls {
  const underWay = new Set<Promise<void>>();
  const stopping = new AbortController();
  const settled = async () => void (await Promise.all(underWay));
  return {
    async round() {
      let begun = 0;
      while (underWay.size < PULLS_MAX && !stopping.signal.aborted) {
        const claimed = await claimContent(work.database, "uploading");
        if (!claimed) break;
        begun += 1;
        const pull: Promise<void> = pullClaimed(work, claimed, stopping.signal)
          .catch(work.onError)
          .finally(() => underWay.delete(pull));
        underWay.add(pull);
      }
      return begun;
    },
    settled,
    async stop() {
      stopping.abort();
      await settled();
    },
  };
}

async function pullClaimed(work: PullWork, claimed: ClaimedContent, stopping: AbortSignal): Promise<void> {
  const lost = new AbortController();
  try {
    await pull(work, claimed, AbortSignal.any([stopping, lost.signal]), (error) => lost.abort(error));
  } catch (error) {
    if (stopping.aborted) return postponeContent(work.database, claimed, 0);
    const known = asFetchError(error);
    const isFull = asStoreError(error)?.code === "NO_SPACE";
    const isPassing = isFull || (known?.passing ?? true);
    const pause = isPassing ? PAUSES_SECONDS[claimed.row.attempts] : undefined;
    const text = known?.message ?? (isFull ? "There is no room in the content store." : "It could not be stored.");
    if (pause === undefined) await giveUp(work.database, claimed, known?.code ?? "STORE", text);
    else await tryLater(work.database, claimed, pause);
    // What the other end did is no fault of ours.
    if (!known) throw error;
  }
}

async function pull(
  { database, store, fetch, redirectsMax }: PullWork,
  { row, holder }: ClaimedContent,
  signal: AbortSignal,
  stop: (error: Error) => void,
): Promise<void> {
  const bounds = { connectMs: CONNECT_MS, idleMs: IDLE_MS, totalMs: TOTAL_MS, octetsMax: row.size, redirectsMax };
  const answer = await fetch(row.sourceUrl ?? "", { bounds, signal });
  try {
    checkAnswer(answer.status, answer.length, row.size);
    const received = await takeInOctets({
      ...{ database, store, holder, stop, content: row },
      ...{ offset: 0, octets: answer.body },
    });
    if (received < row.size) throw new FetchError("CUT", `The host sent ${received} octets, not ${row.size}.`);
  } finally {
    answer.close();
  }
}

function checkAnswer(status: number, length: number | null, size: number): void {
  // What a host says when it has too much to do, or is broken for now.
  if (status === 429 || status >= 500) throw new FetchError("CUT", `The host answered ${status}.`);
  if (status !== 200) throw new FetchError("URL", `The host answered ${status}.`);
  if (length !== null && length !== size) throw new FetchError("URL", `The host has ${length} octets, not ${size}.`);
}

async function tryLater(database: Database, { row, holder }: ClaimedContent, pauseSeconds: number): Promise<void> {
  await database
    .update(contents)
    .set({
      attempts: sql`${contents.attempts} + 1`,
      leasedBy: null,
      leaseUntil: null,
      dueAt: sql`now() + make_interval(secs => ${pauseSeconds})`,
    })
    .where(
      and(
        eq(contents.contentId, row.contentId),
        eq(contents.state, "uploading"),
        // When a part of it came, the lease is given back already; another's is not touched.
        or(isNull(contents.leasedBy), eq(contents.leasedBy, holder)),
      ),
    );
}

async function giveUp(database: Database, { row }: ClaimedContent, code: string, text: string): Promise<void> {
  await database.transaction(async (transaction) => {
    const [open] = await transaction
      .select()
      .from(contents)
      .where(and(eq(contents.contentId, row.contentId), eq(contents.state, "uploading")))
      .for("update");
    if (!open) return;
    const reason = { code: `pull_${code.toLowerCase()}`, text };
    await moveContent(transaction, open, { to: "rejected", reason });
  });
}
