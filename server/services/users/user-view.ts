import type { users } from "../../../drizzle/schema/access";
import { toPublicId } from "../../ids";
import { type Principal, ROLE_SCOPES } from "../principal";
import type { UserView } from "./schemas";

type UserRow = Pick<
  typeof users.$inferSelect,
  "userId" | "email" | "name" | "role" | "disabled" | "mustChangePassword" | "createdAt"
>;

export function userView(row: UserRow): UserView {
  return {
    id: toPublicId("usr", row.userId),
    email: row.email,
    name: row.name,
    role: row.role,
    disabled: row.disabled,
    mustChangePassword: row.mustChangePassword,
    createdAt: row.createdAt.toISOString(),
  };
}

/**
 * People work on live devices; what they may do follows from their role alone. Nothing, while somebody else knows their
 * password: what is theirs alone, such as to choose another, asks for no right.
 */
export function userPrincipal(row: UserRow): Principal {
  return {
    kind: "user",
    id: toPublicId("usr", row.userId),
    name: row.name,
    realm: "live",
    scopes: new Set(row.mustChangePassword ? [] : ROLE_SCOPES[row.role]),
  };
}
