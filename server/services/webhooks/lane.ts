import type { PostMessage } from "../../adapters/webhook";
import type { Sql } from "../../db/client";
import { toPublicId } from "../../ids";
import { isToBePaused, judgeAttempt, PROBE_FAILURES, type Verdict } from "./attempt-schedule";
import type { FeedItem, FeedSource } from "./feed-item";
import {
  type ClaimedSubscription,
  type DueDelivery,
  type LeftBehind,
  type Outcome,
  type Progress,
  readBehind,
  readDue,
  readKnown,
  readLeftBehind,
  storeProgress,
} from "./lane-store";
import { maskAnswer } from "./mask-answer";
import { matchesType } from "./matches-type";
import { signedHeaders } from "./sign-message";
import { isTest, testPayload } from "./test-message";

export interface LaneWork {
  readonly sql: Sql;
  readonly feed: FeedSource;
  readonly post: PostMessage;
  /** 0 to 1 */
  random(): number;
  /** `lagSeconds`: from the event to its first answer; null for later ones. */
  observe(outcome: "delivered" | "failed" | "parked", lagSeconds: number | null): void;
}

/** Messages of one subscription that are on their way at once, each of another key. */
const PARALLEL = 8;
/** Events in memory: read, and not yet stored with what became of them. */
const WINDOW_MAX = 1_000;
const READ_MAX = 500;
const DUE_MAX = 100;
const BEHIND_MAX = 200;
/** Of an event. */
const TRIES_KEPT = 20;
const STORE_MS = 50;
/** Then the subscription is given back, so that others have their turn and changed settings act. */
const LANE_MS = 30_000;
const SKIPPED_HEADER_MAX = 20;

/** What came of the attempts. */
type History = Pick<Outcome, "tries" | "answer">;

/** One event on its way. */
interface Item extends DueDelivery {
  /** It has a row in `deliveries`. */
  readonly isRow: boolean;
  readonly at: Date;
  /** JSON text */
  readonly body: string;
}

/**
 * Pushes for one subscription until nothing is due, the receiver wants time, or the lease is lost. Events of one key go out one
 * behind the other; up to PARALLEL keys at once. What is not stored when the process dies is sent again by the next.
 */
export async function runLane(
  work: LaneWork,
  claimed: ClaimedSubscription,
  secrets: readonly string[],
  stopping: AbortSignal,
): Promise<void> {
  const lane = new Lane(work, claimed, secrets, stopping, await readLeftBehind(work.sql, claimed));
  await lane.run();
}

class Lane {
  readonly #work: LaneWork;
  readonly #claimed: ClaimedSubscription;
  readonly #secrets: readonly string[];
  readonly #stopping: AbortSignal;
  readonly #endsAt = performance.now() + LANE_MS;
  readonly #isProbe: boolean;
  /** What is to be sent, by key. */
  readonly #queues = new Map<string, Item[]>();
  readonly #running = new Map<string, Promise<void>>();
  /** Keys with rows that wait: a new event of theirs waits behind these. */
  readonly #blocked: Set<string>;
  /** Rows that are in memory, until what became of them is stored: as long they look due. */
  readonly #loaded = new Set<number>();
  /** Parked events of a key that its receiver was not told of. */
  readonly #untold = new Map<string, readonly string[]>();
  /** What was read from the feed and is not stored yet, in its order. */
  #window: { readonly seq: number; done: boolean }[] = [];
  readonly #openBySeq = new Map<number, { readonly seq: number; done: boolean }>();
  #outcomes: Outcome[] = [];
  #position: number;
  #readTo: number;
  /** Up to here some numbers may have rows. */
  readonly #knownTo: number;
  #failures: number;
  #failingSince: number | null;
  #succeeded = false;
  #failedAttempts = 0;
  #holdSeconds = 0;
  #end: Progress["end"] = null;
  /** Of those, the ones that it was told of since they were stored. */
  #told: string[] = [];
  #isBack = false;
  /** Nothing new is begun. */
  #isClosing = false;
  #isLost = false;
  #begun = 0;
  #changed: () => void = () => {};

  constructor(
    work: LaneWork,
    claimed: ClaimedSubscription,
    secrets: readonly string[],
    stopping: AbortSignal,
    left: LeftBehind,
  ) {
    this.#work = work;
    this.#claimed = claimed;
    this.#secrets = secrets;
    this.#stopping = stopping;
    this.#isProbe = claimed.failures >= PROBE_FAILURES;
    this.#blocked = new Set(left.waitingKeys);
    for (const { key, eventId } of left.untold) this.#skip(key, eventId);
    this.#position = claimed.position;
    this.#readTo = claimed.position;
    this.#knownTo = left.lastSeq;
    this.#failures = claimed.failures;
    this.#failingSince = claimed.failingSince;
  }

  async run(): Promise<void> {
    try {
      await this.#push();
    } finally {
      // Also when nothing can be stored: what is begun then would be sent for nothing, and beside whoever comes next.
      this.#isClosing = true;
      await Promise.all(this.#running.values());
    }
  }

  async #push(): Promise<void> {
    for (;;) {
      if (performance.now() > this.#endsAt || this.#stopping.aborted) this.#isClosing = true;
      const found = this.#isClosing ? 0 : await this.#refill();
      this.#begin();
      if (this.#running.size > 0) await this.#change();
      await this.#store();
      if (
        this.#isLost ||
        (this.#running.size === 0 && this.#outcomes.length === 0 && (this.#isClosing || found === 0))
      ) {
        break;
      }
    }
  }

  /** Reads what is due and what is new, as far as there is room. Answers how much there is to do. */
  async #refill(): Promise<number> {
    if (this.#isProbe && this.#begun > 0) return 0;
    let read = 0;
    const { sql, feed } = this.#work;
    const { subscriptionId, systemId, filter } = this.#claimed;
    if (this.#window.length + this.#loaded.size < WINDOW_MAX) {
      const due = (await readDue(sql, subscriptionId, this.#isProbe ? 1 : DUE_MAX)).filter(
        ({ seq }) => !this.#loaded.has(seq),
      );
      const chains = await Promise.all(
        due.map(async (first) =>
          first.again || this.#isProbe
            ? [first]
            : [first, ...(await readBehind(sql, subscriptionId, first, BEHIND_MAX))],
        ),
      );
      await this.#load(chains.flat());
      if (!(this.#isProbe && due.length > 0)) {
        const items = await feed.after(systemId, this.#readTo, this.#isProbe ? 1 : READ_MAX, filter);
        await this.#readNew(items);
        read = items.length;
      }
    }
    return this.#queues.size + this.#running.size + read;
  }

  async #load(rows: readonly DueDelivery[]): Promise<void> {
    if (rows.length === 0) return;
    const ofFeed = rows.filter((row) => !isTest(row)).map(({ seq }) => seq);
    const items = new Map((await this.#work.feed.at(this.#claimed.systemId, ofFeed)).map((item) => [item.seq, item]));
    for (const row of rows) {
      if (this.#loaded.has(row.seq)) continue;
      const item = isTest(row)
        ? { body: JSON.stringify(testPayload(row, this.#claimed)), at: new Date() }
        : items.get(row.seq);
      this.#loaded.add(row.seq);
      if (item) this.#enqueue({ ...row, isRow: true, at: item.at, body: item.body });
      else this.#settle({ ...row, isRow: true, at: new Date(), body: "" }, "parked", null, NOT_KEPT);
    }
  }

  async #readNew(items: readonly FeedItem[]): Promise<void> {
    const last = items.at(-1);
    if (!last) return;
    const known =
      this.#readTo < this.#knownTo
        ? await readKnown(this.#work.sql, this.#claimed.subscriptionId, this.#readTo, last.seq)
        : new Set<number>();
    for (const feedItem of items) {
      const entry = { seq: feedItem.seq, done: false };
      this.#window.push(entry);
      const isWanted = feedItem.isWanted && matchesType(this.#claimed.types, feedItem.type);
      if (known.has(feedItem.seq) || !isWanted) {
        entry.done = true;
        continue;
      }
      this.#openBySeq.set(feedItem.seq, entry);
      const item: Item = { ...feedItem, attempts: 0, again: false, tries: [], isRow: false };
      if (this.#blocked.has(item.key)) this.#settle(item, "waiting", null, NO_HISTORY);
      else this.#enqueue(item);
    }
    this.#readTo = last.seq;
  }

  #enqueue(item: Item): void {
    // What is asked for again goes out beside the others.
    const key = item.again ? `again ${item.seq}` : item.key;
    const queue = this.#queues.get(key);
    if (queue) queue.push(item);
    else this.#queues.set(key, [item]);
  }

  #begin(): void {
    const parallel = this.#isProbe ? 1 : PARALLEL;
    for (const key of this.#queues.keys()) {
      if (this.#isClosing || this.#running.size >= parallel) return;
      if (this.#running.has(key)) continue;
      const sent = this.#send(key).finally(() => {
        this.#running.delete(key);
        this.#begin();
        this.#changed();
      });
      this.#running.set(key, sent);
      if (this.#isProbe) this.#isClosing = true;
    }
  }

  /** Sends what there is of a key, one behind the other. Never rejects. */
  async #send(key: string): Promise<void> {
    const queue = this.#queues.get(key) ?? [];
    for (let item = queue[0]; item !== undefined; item = queue[0]) {
      this.#begun += 1;
      const verdict = await this.#attempt(item);
      if (verdict === null) return;
      queue.shift();
      if (verdict.kind !== "taken" && !(verdict.kind === "failed" && verdict.pauseSeconds === null))
        this.#holdBack(queue);
      if (this.#isClosing) break;
    }
    if (queue.length === 0) this.#queues.delete(key);
  }

  /** Behind an event that has to be tried again its whole key waits. */
  #holdBack(queue: Item[]): void {
    for (const item of queue.splice(0)) {
      if (item.isRow) this.#loaded.delete(item.seq);
      else this.#settle(item, "waiting", null, NO_HISTORY);
    }
  }

  /** One attempt and what follows from it; null when it was cut because the server stops. */
  async #attempt(item: Item): Promise<Verdict | null> {
    const startedAt = new Date();
    const id = toPublicId("evt", item.eventId);
    const { body } = item;
    const skipped = (this.#untold.get(item.key) ?? []).slice(0, SKIPPED_HEADER_MAX);
    const headers = {
      ...signedHeaders({ id, timestamp: Math.floor(startedAt.getTime() / 1_000), body }, this.#secrets),
      ...(skipped.length > 0 && { "dmwsi-skipped": skipped.map((one) => toPublicId("evt", one)).join(" ") }),
    };
    const answer = await this.#work.post(this.#claimed.url, headers, body, this.#stopping);
    if (this.#stopping.aborted && answer.status === null) {
      this.#isClosing = true;
      return null;
    }
    const attempts = item.attempts + 1;
    const judged = judgeAttempt(answer, attempts, this.#work.random(), Date.now());
    // A test is tried once.
    const verdict: Verdict = judged.kind === "failed" && isTest(item) ? { ...judged, pauseSeconds: null } : judged;
    const { status, error, ms } = answer;
    const tries = [...item.tries, { at: startedAt.toISOString(), status, error, ms }].slice(-TRIES_KEPT);
    const said = answer.text === null ? null : maskAnswer(answer.text, this.#secrets);
    this.#judge({ ...item, attempts }, verdict, { tries, answer: said }, skipped);
    return verdict;
  }

  /** `told`: the parked events that the attempt told of. */
  #judge(item: Item, verdict: Verdict, history: History, told: readonly string[]): void {
    const lag = item.attempts === 1 && !item.again ? (Date.now() - item.at.getTime()) / 1_000 : null;
    if (verdict.kind === "taken") {
      this.#isBack ||= this.#failures >= PROBE_FAILURES;
      this.#failures = 0;
      this.#failingSince = null;
      this.#succeeded = true;
      this.#noteTold(item.key, told);
      this.#settle(item, "delivered", null, history);
      this.#work.observe("delivered", lag);
      return;
    }
    this.#failures += 1;
    this.#failedAttempts += 1;
    this.#failingSince ??= Date.now();
    const pause = verdict.kind === "gone" ? 0 : verdict.pauseSeconds;
    this.#settle(item, pause === null ? "parked" : "retrying", pause, history);
    if (pause === null && !isTest(item)) this.#skip(item.key, item.eventId);
    this.#work.observe(pause === null ? "parked" : "failed", lag);
    if (verdict.kind === "gone") this.#end = { state: "off", cause: "gone" };
    else if (isToBePaused(this.#failures, this.#failingSince, Date.now()))
      this.#end ??= { state: "paused", cause: "failures" };
    if (verdict.kind === "failed") this.#holdSeconds = Math.max(this.#holdSeconds, verdict.holdSeconds);
    if (this.#end || this.#holdSeconds > 0 || this.#failures >= PROBE_FAILURES) this.#isClosing = true;
  }

  #skip(key: string, eventId: string): void {
    this.#untold.set(key, [...(this.#untold.get(key) ?? []), eventId]);
  }

  /** What was parked meanwhile, and what had no room in the header, stays for the next. */
  #noteTold(key: string, told: readonly string[]): void {
    if (told.length === 0) return;
    this.#told.push(...told);
    const left = (this.#untold.get(key) ?? []).filter((eventId) => !told.includes(eventId));
    if (left.length > 0) this.#untold.set(key, left);
    else this.#untold.delete(key);
  }

  #settle(item: Item, state: Outcome["state"], pauseSeconds: number | null, history: History): void {
    const { seq, eventId, type, key, attempts, again } = item;
    const untold = state === "parked" && !isTest(item);
    this.#outcomes.push({ seq, eventId, type, key, attempts, again, ...history, state, pauseSeconds, untold });
    if (!again && (state === "waiting" || state === "retrying")) this.#blocked.add(key);
    const entry = this.#openBySeq.get(seq);
    if (entry) entry.done = true;
    this.#openBySeq.delete(seq);
  }

  /** Resolves when something ended, or after a while in which several may have. */
  async #change(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, STORE_MS);
      this.#changed = () => {
        if (this.#running.size > 0) return;
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #store(): Promise<void> {
    const firstOpen = this.#window.findIndex(({ done }) => !done);
    const done = firstOpen < 0 ? this.#window : this.#window.slice(0, firstOpen);
    const position = done.at(-1)?.seq ?? this.#position;
    const outcomes = this.#outcomes;
    if (outcomes.length === 0 && position === this.#position) return;
    const progress: Progress = {
      ...{ position, failures: this.#failures, failingSince: this.#failingSince, succeeded: this.#succeeded },
      ...{ holdSeconds: this.#holdSeconds, failedAttempts: this.#failedAttempts, end: this.#end, isBack: this.#isBack },
      told: this.#told,
    };
    this.#outcomes = [];
    this.#window = firstOpen < 0 ? [] : this.#window.slice(firstOpen);
    this.#position = position;
    this.#succeeded = false;
    this.#isBack = false;
    this.#failedAttempts = 0;
    this.#told = [];
    const freed = await storeProgress(this.#work.sql, this.#claimed, outcomes, progress);
    if (freed === null) {
      this.#isLost = true;
      this.#isClosing = true;
      return;
    }
    for (const { seq } of outcomes) this.#loaded.delete(seq);
    const pending = new Set(this.#outcomes.map(({ key }) => key));
    for (const key of freed) {
      if (!pending.has(key) && !this.#queues.has(key)) this.#blocked.delete(key);
    }
  }
}

const NO_HISTORY: History = { tries: [], answer: null };
const NOT_KEPT: History = {
  tries: [{ at: new Date(0).toISOString(), status: null, error: "The event is not kept any more.", ms: 0 }],
  answer: null,
};
