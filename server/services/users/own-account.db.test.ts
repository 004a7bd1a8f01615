import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { callContextFor } from "../testing/call-context";
import type { CallContext } from "../use-case";
import { changeOwnPassword, endOwnSession, listOwnSessions, proveAgain, resetPassword, signIn } from "./index";
import { newPerson, PASSWORD, signedIn } from "./testing/console-people";

const ANOTHER = "seven lamps in a winter wood";

let test: TestDatabase;
let server: CallContext;

beforeAll(async () => {
  test = await createTestDatabase();
  server = await callContextFor(test.database);
});
afterAll(() => test.close());

const enter = (email: string, password: string) =>
  signIn(test.database, { email, password, sourceAddress: "192.0.2.9" });
const wrongAt = (pointer: string) => ({ code: "INVALID_INPUT", fields: [{ pointer }] });

describe("a person's own password", () => {
  it("is changed with the current one; every other sign-in ends, this one goes on", async () => {
    const person = await newPerson(server, "agent");
    const [here, there] = [await signedIn(server, person), await signedIn(server, person)];
    const change = (current: string, password: string) => changeOwnPassword(here.context, { current, password });
    await expect(change("not it", ANOTHER)).rejects.toMatchObject(wrongAt("/current"));
    await expect(change(PASSWORD, "short")).rejects.toMatchObject(wrongAt("/password"));
    await expect(change(PASSWORD, PASSWORD)).rejects.toMatchObject(wrongAt("/password"));
    expect([await here.isOpen(), await there.isOpen()]).toEqual([true, true]);
    await change(PASSWORD, ANOTHER);
    expect([await here.isOpen(), await there.isOpen()]).toEqual([true, false]);
    await expect(enter(person.email, PASSWORD)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    await expect(enter(person.email, ANOTHER)).resolves.toMatchObject({ id: person.id });
  });

  it("gives all rights of the role once it replaces one that somebody else knew", async () => {
    const person = await newPerson(server, "operator");
    const { password } = await resetPassword(server, { id: person.id });
    const session = await signedIn(server, person);
    expect(session.context.principal.scopes.size).toBe(0);
    await changeOwnPassword(session.context, { current: password, password: ANOTHER });
    expect((await session.principal()).scopes.has("operations:write")).toBe(true);
  });

  it("stands in no entry of the audit log", async () => {
    const person = await newPerson(server, "agent");
    const { context } = await signedIn(server, person);
    await changeOwnPassword(context, { current: PASSWORD, password: "a password for this test alone" });
    const [row] = await test.database.execute(
      sql`select json_agg(a)::text as text from audit_entries a where object = ${person.id}`,
    );
    expect(String(row?.["text"])).toContain("user.change_own_password");
    expect(String(row?.["text"])).not.toContain("a password for this test alone");
  });
});

describe("giving the password again", () => {
  it("makes a sign-in of long ago good for sensitive acts, and this one alone", async () => {
    const person = await newPerson(server, "administrator");
    const [here, there] = [await signedIn(server, person), await signedIn(server, person)];
    await test.database.execute(sql`update user_sessions set proved_at = now() - interval '1 hour'`);
    expect((await here.principal()).session?.provedRecently).toBe(false);
    await expect(proveAgain(here.context, { password: "not it" })).rejects.toMatchObject(wrongAt("/password"));
    await proveAgain(here.context, { password: PASSWORD });
    expect((await here.principal()).session?.provedRecently).toBe(true);
    expect((await there.principal()).session?.provedRecently).toBe(false);
  });

  it("pauses after five wrong ones in the words of one, and each is counted though it was refused", async () => {
    const { context } = await signedIn(server, await newPerson(server, "agent"));
    const refusals = new Set<string>();
    for (let tries = 0; tries < 5; tries += 1) {
      await proveAgain(context, { password: "not it" }).catch((error) => refusals.add(JSON.stringify(error.fields)));
    }
    await test.database.execute(
      sql`update attempt_counters set blocked_until = now() + interval '1 hour' where blocked_until is not null`,
    );
    await proveAgain(context, { password: PASSWORD }).catch((error) => refusals.add(JSON.stringify(error.fields)));
    expect(refusals.size).toBe(1);
    await test.database.execute(sql`delete from attempt_counters`);
    await proveAgain(context, { password: PASSWORD });
  });

  it("is for people who are signed in: the server itself and systems have no password", async () => {
    await expect(proveAgain(server, { password: PASSWORD })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(listOwnSessions(server, {})).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("a person's own sign-ins", () => {
  it("are listed with the one that asks, and ended one by one", async () => {
    const person = await newPerson(server, "agent");
    const [first, here] = [await signedIn(server, person), await signedIn(server, person)];
    const { items } = await listOwnSessions(here.context, {});
    expect(items.map(({ isThis }) => isThis)).toEqual([true, false]);
    await endOwnSession(here.context, { id: items[1]?.id });
    expect([await first.isOpen(), await here.isOpen()]).toEqual([false, true]);
    await expect(endOwnSession(here.context, { id: items[1]?.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("are nobody else's to see or to end", async () => {
    const [one, other] = [await newPerson(server, "administrator"), await newPerson(server, "agent")];
    const [curious, session] = [await signedIn(server, one), await signedIn(server, other)];
    const id = session.context.principal.session?.id;
    expect((await listOwnSessions(curious.context, {})).items.map((item) => item.id)).not.toContain(id);
    await expect(endOwnSession(curious.context, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await session.isOpen()).toBe(true);
  });
});
