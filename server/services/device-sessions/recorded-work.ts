import type { Answer } from "../../oma-dm";
import type { TaskState } from "../operations/schemas";
import type { StoredResult } from "./device-snapshot";
import { maskSecretValues } from "./mask-secrets";
import type { RecordedWork } from "./recorded-session";
import { runKey } from "./run-key";
import type { TracedExchange } from "./session-exchanges";

/** A task of a session as it is stored. Instants are RFC 3339 with microseconds, so that they sort as text. */
export interface RecordedWorkFacts {
  readonly operationId: string;
  readonly kind: string;
  readonly kindVersion: number;
  readonly params: unknown;
  readonly state: TaskState;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** Of all its attempts up to the end of the session, in the order in which they were stored. */
  readonly answers: readonly StoredAnswers[];
}

interface StoredAnswers {
  readonly attempt: number;
  readonly at: string;
  readonly data: StoredResult;
}

/**
 * What it takes to run the session's tasks again: each attempt that the session sent commands of, or gave something to.
 * What an exchange brought carries the very instant of the exchange; all else a plan was given came from elsewhere, before
 * the session or between two exchanges.
 */
export function recordedWork(
  tasks: readonly RecordedWorkFacts[],
  exchanges: readonly TracedExchange[],
): readonly RecordedWork[] {
  return tasks.flatMap((task) =>
    attemptsOf(task, exchanges).map((attempt): RecordedWork => {
      const rows = task.answers.filter((row) => row.attempt === attempt);
      const { operationId, kind, kindVersion } = task;
      const until = untilOf(task, exchanges);
      return {
        operationId,
        attempt,
        kind,
        kindVersion,
        params: maskSecretValues(task.params),
        from: fromOf(task, attempt, rows, exchanges),
        ...(until !== null && { until }),
        given: rows.flatMap((row) => giftOf(row, exchanges)),
        lost: rows.flatMap((row) => lostOf(row, exchanges)),
      };
    }),
  );
}

function attemptsOf({ operationId, answers }: RecordedWorkFacts, exchanges: readonly TracedExchange[]): number[] {
  const of = (attempt: number): string => runKey({ operationId, attempt });
  const sent = new Set(exchanges.flatMap((exchange) => exchange.sent.map(([key]) => key)));
  const heard = answers.filter(({ at }) => exchanges.some((exchange) => exchange.at === at));
  const highest = Math.max(1, ...answers.map(({ attempt }) => attempt + 1));
  return Array.from({ length: highest }, (_, index) => index + 1).filter(
    (attempt) => sent.has(of(attempt)) || heard.some((row) => row.attempt === attempt),
  );
}

/** The first exchange that is known to have had the task: it had been in a session before, was sent, or was given something. */
function fromOf(
  { operationId, startedAt }: RecordedWorkFacts,
  attempt: number,
  rows: readonly StoredAnswers[],
  exchanges: readonly TracedExchange[],
): number {
  const key = runKey({ operationId, attempt });
  const isOld = attempt === 1 && startedAt !== null && startedAt < (exchanges[0]?.at ?? "");
  const first = exchanges.findIndex(
    ({ at, sent }) => sent.some(([sentKey]) => sentKey === key) || rows.some((row) => row.at === at),
  );
  return isOld || first < 0 ? 1 : first + 1;
}

/** The exchange from which on a task that was called off is no more among the device's work. */
function untilOf({ state, endedAt }: RecordedWorkFacts, exchanges: readonly TracedExchange[]): number | null {
  if ((state !== "cancelled" && state !== "expired") || endedAt === null) return null;
  const later = exchanges.findIndex(({ at }) => at > endedAt);
  return later < 0 ? null : later + 1;
}

function giftOf({ at, data }: StoredAnswers, exchanges: readonly TracedExchange[]): RecordedWork["given"] {
  const next = exchanges.findIndex((exchange) => exchange.at > at);
  const before = next < 0 ? exchanges.length + 1 : next + 1;
  const heard = exchanges.findIndex((exchange) => exchange.at === at) + 1;
  const isHeard = heard > 0;
  // What was offered was given in the exchange itself; a session that proves a bootstrap does so beside its messages.
  const offers = data.answers.filter(({ kind }) => isHeard && kind === "offer");
  const others = data.answers.filter(({ kind }) => !isHeard || kind === "push");
  return [
    ...(offers.length > 0 ? [giftBefore(heard, offers)] : []),
    ...(others.length > 0 && before <= exchanges.length ? [giftBefore(before, others)] : []),
  ];
}

function giftBefore(before: number, answers: readonly Answer[]): RecordedWork["given"][number] {
  return { before, answers: maskSecretValues(answers) as Answer[] };
}

function lostOf({ at, data }: StoredAnswers, exchanges: readonly TracedExchange[]): RecordedWork["lost"] {
  if (at !== exchanges[0]?.at) return [];
  return data.answers.flatMap((answer) =>
    answer.kind === "lost"
      ? [{ step: answer.step, index: answer.index, ...(answer.unrun && { unrun: true as const }) }]
      : [],
  );
}
