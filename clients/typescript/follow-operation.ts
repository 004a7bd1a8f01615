import type { DmwsiClient } from "./client";
import { dataOf } from "./problem-error";
import type { components } from "./schema";

export type Operation = components["schemas"]["Operation"];

export interface FollowOptions {
  /** How long to wait between two looks. */
  readonly pollMs?: number;
  /** When to give up, counted from the first look. */
  readonly timeoutMs?: number;
}

const POLL_MS = 1_000;
const TIMEOUT_MS = 3_600_000;
const ENDS: readonly Operation["state"][] = ["completed", "cancelled", "stopped"];

export function hasEnded(operation: Operation): boolean {
  return ENDS.includes(operation.state);
}

/**
 * An operation as it is, and then each time that its state or its counts have changed, until it has ended or the time is
 * over: see with `hasEnded` which it was.
 *
 * Throws ProblemError.
 */
export async function* followOperation(
  dmwsi: DmwsiClient,
  id: string,
  { pollMs = POLL_MS, timeoutMs = TIMEOUT_MS }: FollowOptions = {},
): AsyncGenerator<Operation, void, undefined> {
  const deadline = Date.now() + timeoutMs;
  let told = "";
  for (;;) {
    const operation = await dataOf(dmwsi.GET("/operations/{id}", { params: { path: { id } } }));
    const now = JSON.stringify([operation.state, operation.counts]);
    if (now !== told) yield operation;
    told = now;
    if (hasEnded(operation) || Date.now() + pollMs > deadline) return;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
