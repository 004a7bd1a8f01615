import { cookies } from "next/headers";
import { cache } from "react";
import { runtime } from "../../runtime";
import { readUserSession, type UserSession } from "../../services/users";
import { SESSION_COOKIE } from "./session-cookie";
import { readSessionToken } from "./session-token";

/** The session id that the request's cookie names: signed by us, but not yet looked up. */
async function namedSessionId(): Promise<string | null> {
  const token = (await cookies()).get(SESSION_COOKIE)?.value;
  return readSessionToken(token, runtime().authSecret);
}

/** The signed-in person of this request, from the session's row; read once a request. */
export const currentSession = cache(async (): Promise<UserSession | null> => {
  const sessionId = await namedSessionId();
  return sessionId ? readUserSession(runtime().database, sessionId) : null;
});

/** Asks anew whether the sign-in of a request that is still open holds. Does not count as a request. */
export async function sessionCheck(): Promise<() => Promise<boolean>> {
  const sessionId = await namedSessionId();
  return async () =>
    sessionId !== null && (await readUserSession(runtime().database, sessionId, { counts: false })) !== null;
}
