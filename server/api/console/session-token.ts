import { decode, type JWT } from "next-auth/jwt";

/** The only thing the cookie's token says: the random id of the session's row. */
export interface SessionClaim {
  readonly sessionId: string;
}

/** What a new token holds; everything else that a library would put in is left out. */
export function sessionToken(sessionId: string): JWT {
  return { sessionId } satisfies SessionClaim & JWT;
}

/** The session id in a cookie's token; null for a token that is not ours, is cut, or is over. Never throws. */
export async function readSessionToken(token: string | undefined, secret: string): Promise<string | null> {
  if (!token) return null;
  try {
    return sessionIdOf(await decode({ token, secret }));
  } catch {
    // A cookie is anybody's to write: whatever the library makes of it, it is no sign-in.
    return null;
  }
}

export function sessionIdOf(token: JWT | null): string | null {
  const id = token?.["sessionId"];
  return typeof id === "string" ? id : null;
}
