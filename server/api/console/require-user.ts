import { notFound, redirect } from "next/navigation";
import { runtime } from "../../runtime";
import type { Realm, Role } from "../../services/principal";
import type { CallContext } from "../../services/use-case";
import type { UserSession } from "../../services/users";
import { currentSession } from "./current-session";
import { requestFacts } from "./request-facts";

/**
 * For page loaders: the signed-in person, or off to the sign-in page that leads back to `path`. A page for certain
 * roles looks to all others as if it were not there. Whoever has a password that somebody else chose changes it first.
 */
export async function requireUser(path: string, roles?: readonly Role[]): Promise<UserSession> {
  const session = await currentSession();
  if (!session) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  if (session.user.mustChangePassword) redirect(`/new-password?next=${encodeURIComponent(path)}`);
  if (roles && !roles.includes(session.user.role)) notFound();
  return session;
}

/** The context in which a person's calls run, in one of the two worlds. */
export async function callContext(session: UserSession, realm: Realm): Promise<CallContext> {
  const { database, sealer, channels, outboundHosts } = runtime();
  const principal = { ...session.principal, realm };
  return { principal, database, sealer, channels, outboundHosts, ...(await requestFacts()) };
}
