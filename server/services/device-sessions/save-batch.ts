import { type RowField, rowsText } from "../../db/rows-text";
import type { Building } from "../../oma-dm";
import type { FactsDocument, MessageDocument, SessionFact, TaskStepFact } from "./save-document";

/** One message of a batch: what it stores, and its sealed exchange. */
export interface BatchedMessage {
  readonly document: MessageDocument;
  readonly body: Uint8Array;
}

/** Parameters of `save_batch`, as text. Names and order of fields are read by the function and its types: change both. */
export interface BatchTexts {
  readonly messages: string;
  readonly steps: string;
  readonly sessions: string;
  readonly arrivals: string;
  /** null: none. */
  readonly facts: string | null;
}

/** Kinds of facts that stand in JSON: what a device says at length, and what is rare. */
type FactKind = "results" | "announcements" | "nodes" | "devices" | "others";

/**
 * Facts of many messages by kind. `k` is the place of a fact's message in the batch, counted from 1 as in SQL. Facts that
 * are rare, or that depend on each other, stand in `others` message by message, and are stored by `write_facts`.
 */
type Facts = { [Kind in FactKind]?: { readonly k: number }[] };

/** What is told of messages as rows. */
interface Rows {
  readonly steps: RowField[][];
  readonly sessions: RowField[][];
  readonly arrivals: RowField[][];
}

/** Bodies are told by where they begin in the batch's blob, which is all of them in the order of the messages. */
export function batchTexts(messages: readonly BatchedMessage[]): BatchTexts {
  const rows: Rows = { steps: [], sessions: [], arrivals: [] };
  const facts: Facts = {};
  let bodyAt = 1;
  const live = messages.map(({ document, body }, position) => {
    placeFacts(rows, facts, position + 1, document);
    const row = messageRow(document, bodyAt, body.length);
    bodyAt += body.length;
    return row;
  });
  return {
    messages: rowsText(live),
    steps: rowsText(rows.steps),
    sessions: rowsText(rows.sessions),
    arrivals: rowsText(rows.arrivals),
    facts: Object.keys(facts).length > 0 ? JSON.stringify(facts) : null,
  };
}

/**
 * One message with all its facts in JSON, for `save_with_parts`. `instead`: a text that stands for a value that is too
 * large to be written out, wherever it occurs.
 */
export function messageTexts(
  { document, body }: BatchedMessage,
  instead?: { readonly value: string; readonly token: string },
): Pick<BatchTexts, "messages"> & { readonly facts: string } {
  const { traceKey: _key, requestLength: _length, starts: _starts, live: _live, nodes, ...facts } = document;
  const placed: Facts = { others: [factsOf(1, facts)] };
  // An object may be a tree of thousands of nodes, which `write_facts` would take one by one.
  for (const node of nodes ?? []) place(placed, "nodes", { k: 1, ...node });
  return {
    messages: rowsText([messageRow(document, 1, body.length)]),
    facts: instead
      ? JSON.stringify(placed, (_name, value: unknown) => (value === instead.value ? instead.token : value))
      : JSON.stringify(placed),
  };
}

/** A `saved_message`. */
function messageRow(
  { traceKey, requestLength, starts, live }: MessageDocument,
  at: number,
  length: number,
): RowField[] {
  return [
    traceKey,
    requestLength,
    at,
    length,
    starts,
    live.sessionKey,
    live.respTokenHash,
    live.msgNo,
    live.state,
    live.nonceCurrent,
    live.noncePrevious,
    live.serverNonce,
    live.requestDigest,
  ];
}

function placeFacts(rows: Rows, placed: Facts, k: number, document: MessageDocument): void {
  const {
    traceKey: _key,
    requestLength: _length,
    starts: _starts,
    live: _live,
    realm,
    results,
    steps,
    announcements,
    nodes,
    device,
    session,
    wake,
    sessionNumber,
    ...rare
  } = document;
  for (const result of results ?? []) place(placed, "results", { k, ...result });
  for (const node of nodes ?? []) place(placed, "nodes", { k, ...node });
  if (device) place(placed, "devices", { k, ...device });
  if (session) rows.sessions.push(sessionRow(k, session));
  const others: Building<FactsDocument> = { realm, ...rare };
  if (areIndependent(steps)) {
    let i = 0;
    for (const step of steps ?? []) rows.steps.push(stepRow(k, i++, realm, step));
    for (const announcement of announcements ?? []) {
      place(placed, "announcements", { k, i: i++, realm, ...announcement });
    }
  } else {
    if (steps) others.steps = steps;
    if (announcements) others.announcements = announcements;
  }
  if (wake === "done" && Object.keys(rare).length === 0) rows.arrivals.push([k, sessionNumber]);
  else if (wake !== undefined) Object.assign(others, { wake, sessionNumber });
  if (Object.keys(others).length > 1) place(placed, "others", factsOf(k, others));
}

function factsOf(k: number, facts: FactsDocument): { readonly k: number; readonly facts: FactsDocument } {
  return { k, facts };
}

function place<Fact extends { readonly k: number }>(placed: Facts, kind: FactKind, fact: Fact): void {
  const facts = placed[kind];
  if (facts) facts.push(fact);
  else placed[kind] = [fact];
}

/** A `saved_step`. */
function stepRow(k: number, i: number, realm: string, step: TaskStepFact): RowField[] {
  return [
    k,
    i,
    realm,
    step.operationId,
    step.from,
    step.to,
    step.eventId,
    step.type,
    step.outcome,
    step.attempt,
    step.retrySeconds,
    step.reasonCode,
    step.reasonText,
    step.data === undefined ? null : JSON.stringify(step.data),
  ];
}

/** A `saved_session`. */
function sessionRow(k: number, { startedAt, sessionKey, messages, outcome }: SessionFact): RowField[] {
  return [k, startedAt, sessionKey, messages, outcome];
}

/** Whether one statement may take the steps: each is of another task, and none clears what another sets. */
function areIndependent(steps: readonly TaskStepFact[] | undefined): boolean {
  if (!steps) return true;
  if (steps.some((step) => step.clearTimers)) return false;
  return steps.length === 1 || new Set(steps.map((step) => step.operationId)).size === steps.length;
}
