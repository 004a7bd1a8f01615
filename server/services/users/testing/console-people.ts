import { expect } from "vitest";
import type { Database } from "../../../db/client";
import type { Role } from "../../principal";
import type { CallContext } from "../../use-case";
import { createUser, openUserSession, readUserSession } from "../index";
import type { UserView } from "../schemas";

/** The password of everybody here, until they choose another. */
export const PASSWORD = "winter lamp under seven trees";

let people = 0;

/** A person of the role, made by the server itself: nobody else knows their password. */
export async function newPerson(context: CallContext, role: Role): Promise<UserView> {
  people += 1;
  const email = `person${people}@carrier.example`;
  const made = await createUser(context, { email, name: `Person ${people}`, role, password: PASSWORD });
  const { password: _chosen, ...person } = made;
  return person;
}

/** What comes with a request of the person from a new sign-in, and the sign-in as it is when it is asked again. */
export async function signedIn(context: CallContext, { id: userId }: UserView) {
  const { database, requestId, sourceAddress } = context;
  const sessionId = await openUserSession(database, { userId, sourceAddress, requestId });
  return {
    context: { ...context, principal: await principalOf(database, sessionId) } satisfies CallContext,
    isOpen: async () => (await readUserSession(database, sessionId)) !== null,
    principal: () => principalOf(database, sessionId),
  };
}

async function principalOf(database: Database, sessionId: string) {
  const session = await readUserSession(database, sessionId);
  expect(session).not.toBeNull();
  if (!session) throw new Error("The sign-in does not hold.");
  return session.principal;
}
