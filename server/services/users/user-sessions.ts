import { createHash, randomBytes } from "node:crypto";
import { and, eq, isNull, lt, sql } from "drizzle-orm";
import { userSessions, users } from "../../../drizzle/schema/access";
import type { Database } from "../../db/client";
import { fromPublicId } from "../../ids";
import { writeAuditEntry } from "../audit/write-audit-entry";
import { ServiceError } from "../errors";
import type { Principal } from "../principal";
import { isOpenSession } from "./open-session";
import type { UserView } from "./schemas";
import { userPrincipal, userView } from "./user-view";

const SESSION_ID_OCTETS = 32;
/** A session ends after so long, whatever happens. */
const ABSOLUTE = sql`interval '12 hours'`;
/** Requests of one minute share one write. */
const SEEN_EVERY = sql`interval '1 minute'`;
/** For so long sensitive acts are taken after the password was given. */
const PROVED_FOR = sql`interval '10 minutes'`;

export interface UserSession {
  readonly user: UserView;
  readonly principal: Principal;
  /** When it ends at the latest. */
  readonly expiresAt: Date;
}

interface OpenInput {
  /** `usr_...` */
  readonly userId: string;
  readonly sourceAddress: string;
  readonly requestId: string;
}

/**
 * Opens a session after a sign-in. The id is for the cookie alone: the database knows its SHA-256.
 *
 * Throws ServiceError NOT_FOUND when there is no such user.
 */
export async function openUserSession(database: Database, input: OpenInput): Promise<string> {
  const sessionId = randomBytes(SESSION_ID_OCTETS).toString("base64url");
  await database.transaction(async (transaction) => {
    const userId = fromPublicId("usr", input.userId);
    const [row] = userId ? await transaction.select().from(users).where(eq(users.userId, userId)) : [];
    if (!row) throw new ServiceError("NOT_FOUND", "There is no such user.");
    await transaction.insert(userSessions).values({
      sessionHash: hashOf(sessionId),
      userId: row.userId,
      sourceAddress: input.sourceAddress,
      expiresAt: sql`now() + ${ABSOLUTE}`,
    });
    const principal = userPrincipal(row);
    await writeAuditEntry(transaction, { ...input, principal }, "user.sign_in", { object: principal.id });
  });
  return sessionId;
}

/**
 * The session of a cookie; null when it was closed, is over, or its user was disabled. Counts as a request, unless an
 * open stream only asks whether it still holds: a page left open does not keep a sign-in alive.
 */
export async function readUserSession(
  database: Database,
  sessionId: string,
  { counts = true } = {},
): Promise<UserSession | null> {
  const sessionHash = hashOf(sessionId);
  const [row] = await database
    .select({
      user: users,
      expiresAt: userSessions.expiresAt,
      provedRecently: sql<boolean>`${userSessions.provedAt} > now() - ${PROVED_FOR}`,
      stale: sql<boolean>`${userSessions.lastSeenAt} < now() - ${SEEN_EVERY}`,
    })
    .from(userSessions)
    .innerJoin(users, eq(users.userId, userSessions.userId))
    .where(and(eq(userSessions.sessionHash, sessionHash), isOpenSession(), eq(users.disabled, false)));
  if (!row) return null;
  if (row.stale && counts) {
    await database
      .update(userSessions)
      .set({ lastSeenAt: sql`now()` })
      .where(and(eq(userSessions.sessionHash, sessionHash), lt(userSessions.lastSeenAt, sql`now() - ${SEEN_EVERY}`)));
  }
  const session = { id: sessionHash.toString("base64url"), provedRecently: row.provedRecently };
  return {
    user: userView(row.user),
    principal: { ...userPrincipal(row.user), session },
    expiresAt: row.expiresAt,
  };
}

/** Sign-out: the session is over at once, on every node. Closing one that is over already does nothing. */
export async function closeUserSession(database: Database, sessionId: string): Promise<void> {
  await database
    .update(userSessions)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(userSessions.sessionHash, hashOf(sessionId)), isNull(userSessions.revokedAt)));
}

function hashOf(sessionId: string): Buffer {
  return createHash("sha256").update(sessionId).digest();
}
