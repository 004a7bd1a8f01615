import { eq, max } from "drizzle-orm";
import { userSessions, users } from "../../../drizzle/schema/access";
import { walkBy } from "../cursor";
import { useCase } from "../use-case";
import { ListUsersInput, UserPage } from "./schemas";
import { userView } from "./user-view";

/** Everybody who has an account, the newest first. Their sign-ins are kept for a week after they ended. */
export const listUsers = useCase({
  name: "user.list",
  scope: "users:write",
  input: ListUsersInput,
  output: UserPage,
  audit: false,
  async run(context, transaction, input) {
    const walk = walkBy(users.userId, "down", "users", context, input);
    const rows = await transaction
      .select({ user: users, lastSeenAt: max(userSessions.lastSeenAt) })
      .from(users)
      .leftJoin(userSessions, eq(userSessions.userId, users.userId))
      .where(walk.beyond)
      .groupBy(users.userId)
      .orderBy(walk.order)
      .limit(walk.rowsMax);
    const page = walk.pageOf(rows, ({ user }) => user.userId);
    const items = page.rows.map(({ user, lastSeenAt }) => ({
      ...userView(user),
      lastSeenAt: lastSeenAt?.toISOString() ?? null,
    }));
    return { items, next: page.next };
  },
});
