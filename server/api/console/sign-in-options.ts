import type { AuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { runtime } from "../../runtime";
import { asServiceError } from "../../services/errors";
import { closeUserSession, openUserSession, signIn } from "../../services/users";
import type { RequestFacts } from "./request-facts";
import { CONSOLE_COOKIES } from "./session-cookie";
import { sessionIdOf, sessionToken } from "./session-token";

/** A sign-in ends after this at the latest; the session's row says so too and is what counts. */
const SIGN_IN_SECONDS_MAX = 12 * 3_600;

/**
 * Sign-in by e-mail and password. The token in the cookie names a row of our own and nothing else: who the person is
 * and what they may do is read from the database with every request.
 */
export function signInOptions(facts: RequestFacts): AuthOptions {
  const { authSecret, database, log } = runtime();
  return {
    secret: authSecret,
    useSecureCookies: true,
    cookies: CONSOLE_COOKIES,
    session: { strategy: "jwt", maxAge: SIGN_IN_SECONDS_MAX },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    providers: [
      CredentialsProvider({
        credentials: { email: {}, password: {} },
        async authorize(given) {
          const { sourceAddress, requestId } = facts;
          try {
            const user = await signIn(database, {
              email: given?.email ?? "",
              password: given?.password ?? "",
              sourceAddress,
            });
            return { id: await openUserSession(database, { userId: user.id, sourceAddress, requestId }) };
          } catch (error) {
            // Refused is null, in the same words for everybody. A fault of ours is logged, and named in the answer's address.
            if (asServiceError(error)) return null;
            log.error("sign_in.failed", { requestId, error });
            throw new Error("unavailable");
          }
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => sessionToken(user?.id ?? sessionIdOf(token) ?? ""),
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ baseUrl }) => baseUrl,
    },
    events: {
      async signOut({ token }) {
        const sessionId = sessionIdOf(token);
        if (sessionId) await closeUserSession(database, sessionId);
      },
    },
    logger: {
      error: (code) => log.warn("sign_in.refused", { reason: code, requestId: facts.requestId }),
      warn: () => {},
      debug: () => {},
    },
  };
}
