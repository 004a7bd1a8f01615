import { and, asc, eq, inArray, isNotNull, lte, sql } from "drizzle-orm";
import { contents } from "../../../drizzle/schema/contents";
import type { Database } from "../../db/client";
import { newUuid } from "../../ids";
import type { ContentRow } from "./find-content";
import { isFree, leaseEnd } from "./lease";
import type { ContentState } from "./schemas";

export interface ClaimedContent {
  readonly row: ContentRow;
  readonly holder: string;
}

/**
 * Takes the lease of the content that is due longest in a state (of those that are uploading: to be pulled); null when none
 * is. Two workers never hold the same one.
 */
export async function claimContent(database: Database, state: ContentState): Promise<ClaimedContent | null> {
  const holder = newUuid();
  const due = database
    .select({ contentId: contents.contentId })
    .from(contents)
    .where(
      and(
        eq(contents.state, state),
        state === "uploading" ? isNotNull(contents.sourceUrl) : undefined,
        lte(contents.dueAt, sql`now()`),
        isFree,
      ),
    )
    .orderBy(asc(contents.dueAt))
    .limit(1)
    .for("update", { skipLocked: true });
  const [row] = await database
    .update(contents)
    .set({ leasedBy: holder, leaseUntil: leaseEnd })
    .where(inArray(contents.contentId, due))
    .returning();
  return row ? { row, holder } : null;
}

/** Gives a lease back without having come to an end: the content is due again in so many seconds. */
export async function postponeContent(database: Database, claimed: ClaimedContent, seconds: number): Promise<void> {
  await database
    .update(contents)
    .set({ leasedBy: null, leaseUntil: null, dueAt: sql`now() + make_interval(secs => ${seconds})` })
    .where(and(eq(contents.contentId, claimed.row.contentId), eq(contents.leasedBy, claimed.holder)));
}
