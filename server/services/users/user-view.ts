import type { users } from "../../../drizzle/schema/access";
import { toPublicId } from "../../ids";
import { type Principal, ROLE_SCOPES } from "../principal";
import type { UserView } from "./schemas";

type UserRow = Pick<typeof users.$inferSelect, "userId" | "email" | "name" | "role" | "disabled" | "createdAt">;

export function userView(row: UserRow): UserView {
  return {
    id: toPublicId("usr", row.userId),
    email: row.email,
    name: row.name,
    role: row.role,
    disabled: row.disabled,
    createdAt: row.createdAt.toISOString(),
  };
}

/** People work on live devices; what they may do follows from their role alone. */
export function userPrincipal(row: UserRow): Principal {
  return {
    kind: "user",
    id: toPublicId("usr", row.userId),
    name: row.name,
    realm: "live",
    scopes: new Set(ROLE_SCOPES[row.role]),
  };
}
