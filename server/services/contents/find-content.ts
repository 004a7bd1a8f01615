import { and, eq, type SQL } from "drizzle-orm";
import { contents } from "../../../drizzle/schema/contents";
import type { Transaction } from "../../db/client";
import { fromPublicId } from "../../ids";
import { mayChangeContent, mayUseContent } from "../authorization";
import { ServiceError } from "../errors";
import type { Principal } from "../principal";

export type ContentRow = typeof contents.$inferSelect;

/** Which row a public id (`con_...`) names, as far as the principal may see it. Throws ServiceError NOT_FOUND. */
export function contentOf(principal: Principal, id: string): SQL | undefined {
  return and(eq(contents.contentId, uuidOf(id)), mayUseContent(principal));
}

/**
 * The row of a content that the principal may change, locked until the transaction ends.
 *
 * Throws ServiceError NOT_FOUND, and FORBIDDEN for one that it may only see.
 */
export async function lockContent(transaction: Transaction, principal: Principal, id: string): Promise<ContentRow> {
  const [seen] = await transaction.select().from(contents).where(contentOf(principal, id)).for("update");
  if (!seen) throw noSuchContent();
  const [own] = await transaction
    .select({ contentId: contents.contentId })
    .from(contents)
    .where(and(eq(contents.contentId, seen.contentId), mayChangeContent(principal)));
  if (!own) throw new ServiceError("FORBIDDEN", "This content is not yours: it can be used, not changed.");
  return seen;
}

function uuidOf(id: string): string {
  const contentId = fromPublicId("con", id);
  if (!contentId) throw noSuchContent();
  return contentId;
}

export function isContentId(id: string): boolean {
  return fromPublicId("con", id) !== null;
}

export function noSuchContent(): ServiceError {
  return new ServiceError("NOT_FOUND", "There is no such content.");
}
