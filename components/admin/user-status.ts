import type { UserView } from "@/server/services/users/schemas";

export type UserStatus = "active" | "invited" | "disabled";

/** How a person's account stands: one whose password somebody else chose was not used by its owner yet. */
export function userStatus(user: Pick<UserView, "disabled" | "mustChangePassword">): UserStatus {
  if (user.disabled) return "disabled";
  return user.mustChangePassword ? "invited" : "active";
}
