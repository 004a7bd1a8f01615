import { timingSafeEqual } from "node:crypto";
import { fromPublicId, toPublicId } from "../../ids";
import type { Sealer } from "../secrets";

/** 160 bits. */
const PROOF_OCTETS = 20;
const CONTENT_ID_CHARACTERS = 30;

/**
 * The last part of an upload's address: the content and a proof that we made it. It is computed, not kept: nothing in
 * the database opens an upload, and whoever may read the content can be shown it again.
 */
export function uploadTokenOf(sealer: Sealer, contentId: string): string {
  return `${toPublicId("con", contentId)}${proofOf(sealer, contentId).toString("base64url")}`;
}

/** The content whose upload a token opens; null for anything that is not one of ours. */
export function contentOfUploadToken(sealer: Sealer, token: string): string | null {
  const contentId = fromPublicId("con", token.slice(0, CONTENT_ID_CHARACTERS));
  const given = Buffer.from(token.slice(CONTENT_ID_CHARACTERS), "base64url");
  if (contentId === null || given.length !== PROOF_OCTETS) return null;
  return timingSafeEqual(given, proofOf(sealer, contentId)) && token === uploadTokenOf(sealer, contentId)
    ? contentId
    : null;
}

function proofOf(sealer: Sealer, contentId: string): Buffer {
  return sealer.sign("content_uploads", contentId).subarray(0, PROOF_OCTETS);
}
