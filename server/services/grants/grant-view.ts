import type { grants } from "../../../drizzle/schema/feeds";
import { toPublicId } from "../../ids";
import type { GrantView } from "./schemas";

export type GrantRow = typeof grants.$inferSelect;

export function grantView(row: GrantRow): GrantView {
  return {
    id: toPublicId("gra", row.grantId),
    from: toPublicId("xs", row.fromSystemId),
    to: toPublicId("xs", row.toSystemId),
    kinds: row.kinds,
    detail: row.detail,
    state: row.fromConsentedAt !== null && row.toConsentedAt !== null ? "active" : "waiting",
    fromConsentedAt: row.fromConsentedAt?.toISOString() ?? null,
    toConsentedAt: row.toConsentedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}
