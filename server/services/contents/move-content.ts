import { eq, sql } from "drizzle-orm";
import { contents } from "../../../drizzle/schema/contents";
import { outbox } from "../../../drizzle/schema/events";
import type { Transaction } from "../../db/client";
import { newUuid, toPublicId } from "../../ids";
import { ServiceError } from "../errors";
import type { Principal } from "../principal";
import type { ContentRow } from "./find-content";
import type { ContentCheck, ContentState } from "./schemas";

/** Days between two readings of a file that is in use. */
export const SCRUB_DAYS = 7;

export interface ContentMove {
  readonly to: Exclude<ContentState, "uploading">;
  /** Why, for all but `verifying` and `ready`. `code` is a word that stays. */
  readonly reason?: { readonly code: string; readonly text: string };
  readonly checks?: readonly ContentCheck[];
  /** Who decided, out of quarantine. */
  readonly by?: Principal;
}

/**
 * Moves a content, whose row the transaction has locked, to another state, and announces it. Which moves there are is
 * the table's rule; the caller has asked for one of them.
 */
export async function moveContent(transaction: Transaction, row: ContentRow, move: ContentMove): Promise<ContentRow> {
  const { to, reason, checks, by } = move;
  const [moved] = await transaction
    .update(contents)
    .set({
      state: to,
      reason: reason?.code ?? null,
      reasonDetail: reason?.text ?? null,
      dueAt: dueAfter(to),
      leasedBy: null,
      leaseUntil: null,
      ...(checks && { checks }),
      ...(to === "ready" && { readyAt: sql`coalesce(${contents.readyAt}, now())` }),
      // Out of a second quarantine it takes a second decision.
      ...(to === "quarantined" && { decidedById: null, decidedByName: null, decidedAt: null }),
      ...(by && { decidedById: by.id, decidedByName: by.name, decidedAt: sql`now()` }),
    })
    .where(eq(contents.contentId, row.contentId))
    .returning();
  if (!moved) throw new Error("A locked row is gone.");
  if (to !== "verifying") await announce(transaction, moved);
  return moved;
}

/** When the worker looks at it next: to check it, to read its file again, to drop its octets. */
function dueAfter(to: ContentMove["to"]) {
  if (to === "verifying" || to === "rejected") return sql`now()`;
  return to === "ready" ? sql`now() + make_interval(days => ${SCRUB_DAYS})` : null;
}

/** A fact of no device carries the content's id; its number is the time, which the row's lock lets only grow. */
async function announce(transaction: Transaction, row: ContentRow): Promise<void> {
  const { contentId, realm, kind, name, version, manufacturer, models, size, state } = row;
  const reason = row.reason === null ? null : { code: row.reason, text: row.reasonDetail };
  await transaction.insert(outbox).values({
    deviceId: contentId,
    contentId,
    version: sql`(extract(epoch from clock_timestamp()) * 1000000)::bigint`,
    i: 0,
    eventId: newUuid(),
    realm,
    type: `dmwsi.content.${state}.v1`,
    data: { contentId: toPublicId("con", contentId), kind, name, version, manufacturer, models, size, reason },
  });
}

/** For a change that the content's state does not allow; `instead` says what to do. */
export function wrongState(row: ContentRow, instead: string): ServiceError {
  return new ServiceError("FAILED_PRECONDITION", `The content is ${row.state}. ${instead}`);
}
