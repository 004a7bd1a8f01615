import { contents } from "../../../drizzle/schema/contents";
import type { Transaction } from "../../db/client";
import { toPublicId } from "../../ids";
import { ServiceError } from "../errors";
import type { Principal } from "../principal";
import { type ContentRow, contentOf, isContentId } from "./find-content";
import type { ContentKind, ContentState } from "./schemas";

/** A content that may be given to devices, as far as they and plans need to know it. */
export interface UsableContent {
  /** The row's. */
  readonly contentId: string;
  /** `con_...`. */
  readonly id: string;
  readonly kind: ContentKind;
  readonly name: string;
  readonly version: string | null;
  /** Versions that it may replace; null: any. */
  readonly fromVersions: readonly string[] | null;
  readonly manufacturer: string | null;
  /** Models that it is for; null: any of the manufacturer. */
  readonly models: readonly string[] | null;
  /** Octets. */
  readonly size: number;
  /** 64 lower-case hex digits; its name in the content store. */
  readonly sha256: string;
}

/** Why a content cannot be used: there is none that the principal may see, or it is not ready. */
export type UnusableContent = { readonly state: Exclude<ContentState, "ready"> | "missing" };

/** The content of a public id if it is ready now; asked before each device is given it. */
export async function findUsableContent(
  transaction: Transaction,
  principal: Principal,
  id: string,
): Promise<UsableContent | UnusableContent> {
  // An id that can be none is as unknown as any other.
  return isContentId(id)
    ? usableOf(await transaction.select().from(contents).where(contentOf(principal, id)))
    : MISSING;
}

const MISSING: UnusableContent = { state: "missing" };

function usableOf([row]: readonly ContentRow[]): UsableContent | UnusableContent {
  if (!row) return MISSING;
  if (row.state !== "ready") return { state: row.state };
  const { contentId, kind, name, version, fromVersions, manufacturer, models, size } = row;
  const about = { kind, name, version, fromVersions, manufacturer, models, size };
  return { contentId, id: toPublicId("con", contentId), ...about, sha256: Buffer.from(row.sha256).toString("hex") };
}

/**
 * The same for who starts an operation with it, and it stays ready until the transaction ends: who moves or deletes a
 * content locks its row, waits for this, and then sees the operation. Many may start at once.
 *
 * Throws ServiceError INVALID_INPUT (pointing at `pointer`) when there is none to be seen, and CONTENT_NOT_READY when it is
 * not ready.
 */
export async function usableContent(
  transaction: Transaction,
  principal: Principal,
  id: string,
  pointer = "/params/content",
): Promise<UsableContent> {
  const isIt = isContentId(id) ? contentOf(principal, id) : null;
  const found = isIt ? usableOf(await transaction.select().from(contents).where(isIt).for("key share")) : MISSING;
  if (!("state" in found)) return found;
  if (found.state === "missing") {
    const detail = "There is no such content.";
    throw new ServiceError("INVALID_INPUT", "The content is not known.", [
      { pointer, code: "unknown_content", detail },
    ]);
  }
  throw new ServiceError("CONTENT_NOT_READY", `The content cannot be used: it is ${found.state}, not ready.`);
}
