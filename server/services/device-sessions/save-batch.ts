import type { Building } from "../../oma-dm";
import type { FactsDocument, MessageDocument, TaskStepFact } from "./save-document";

/** One message of a batch: what it stores, and its sealed exchange. */
export interface BatchedMessage {
  readonly document: MessageDocument;
  readonly body: Uint8Array;
}

/** Kinds of facts that `save_batch` stores by one statement for the whole batch. */
type FactKind =
  | "live"
  | "results"
  | "steps"
  | "announcements"
  | "nodes"
  | "devices"
  | "sessions"
  | "arrivals"
  | "others";

/**
 * Facts of many messages by kind. `k` is the place of a fact's message in the batch, counted from 1 as in SQL. Facts that
 * are rare, or that depend on each other, stand in `others` message by message, and are stored by `write_facts`. Names
 * are read by the two functions: change both.
 */
type BatchDocument = { [Kind in FactKind]?: { readonly k: number }[] };

/**
 * The JSON text that `save_batch` stores. Bodies are told by where they begin in the batch's blob, counted from 1.
 * `instead`: a text that stands for a value that is too large to be written out, wherever it occurs.
 */
export function batchText(
  messages: readonly BatchedMessage[],
  instead?: { readonly value: string; readonly token: string },
): string {
  const batch: BatchDocument = {};
  let bodyAt = 1;
  for (const [position, { document, body }] of messages.entries()) {
    const k = position + 1;
    const { traceKey, requestLength, live, ...facts } = document;
    place(batch, "live", { k, traceKey, requestLength, bodyAt, bodyLength: body.length, ...live });
    bodyAt += body.length;
    placeFacts(batch, k, facts);
  }
  if (!instead) return JSON.stringify(batch);
  return JSON.stringify(batch, (_name, value: unknown) => (value === instead.value ? instead.token : value));
}

function placeFacts(batch: BatchDocument, k: number, document: FactsDocument): void {
  const { realm, results, steps, announcements, nodes, device, session, wake, sessionNumber, ...rare } = document;
  for (const result of results ?? []) place(batch, "results", { k, ...result });
  for (const node of nodes ?? []) place(batch, "nodes", { k, ...node });
  if (device) place(batch, "devices", { k, ...device });
  if (session) place(batch, "sessions", { k, ...session });
  const others: Building<FactsDocument> = { realm, ...rare };
  if (areIndependent(steps)) {
    let i = 0;
    for (const step of steps ?? []) place(batch, "steps", { k, i: i++, realm, ...step });
    for (const announcement of announcements ?? []) {
      place(batch, "announcements", { k, i: i++, realm, ...announcement });
    }
  } else {
    if (steps) others.steps = steps;
    if (announcements) others.announcements = announcements;
  }
  if (wake === "done" && Object.keys(rare).length === 0) place(batch, "arrivals", { k, sessionNumber });
  else if (wake !== undefined) Object.assign(others, { wake, sessionNumber });
  if (Object.keys(others).length > 1) place(batch, "others", { k, facts: others });
}

function place<Fact extends { readonly k: number }>(batch: BatchDocument, kind: FactKind, fact: Fact): void {
  const facts = batch[kind];
  if (facts) facts.push(fact);
  else batch[kind] = [fact];
}

/** Whether one statement may take the steps: each is of another task, and none clears what another sets. */
function areIndependent(steps: readonly TaskStepFact[] | undefined): boolean {
  if (!steps) return true;
  if (steps.some((step) => step.clearTimers)) return false;
  return steps.length === 1 || new Set(steps.map((step) => step.operationId)).size === steps.length;
}
