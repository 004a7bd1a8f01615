import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { registerExternalSystem } from "../external-systems";
import { callContextFor } from "../testing/call-context";
import type { CallContext } from "../use-case";
import { changeUser, createUser, listUsers, resetPassword, signIn, signOutUser } from "./index";
import { newPerson, PASSWORD, signedIn } from "./testing/console-people";

let test: TestDatabase;
let server: CallContext;
let administrator: CallContext;

beforeAll(async () => {
  test = await createTestDatabase();
  server = await callContextFor(test.database);
  administrator = (await signedIn(server, await newPerson(server, "administrator"))).context;
});
afterAll(() => test.close());

/** The last entry of the audit log about an object, as text. */
async function lastEntry(object: string): Promise<string> {
  const [row] = await test.database.execute(
    sql`select row_to_json(a)::text as text from audit_entries a where object = ${object} order by audit_id desc limit 1`,
  );
  return String(row?.["text"]);
}

const enter = (email: string, password: string) =>
  signIn(test.database, { email, password, sourceAddress: "192.0.2.9" });

describe("an account that an administrator makes", () => {
  it("has a password of the server's, shown once, that opens nothing but the choice of another", async () => {
    const made = await createUser(administrator, { email: "new@carrier.example", name: "New", role: "operator" });
    expect(made.password).toMatch(/^([a-z2-9]{4}-){5}[a-z2-9]{4}$/);
    const user = await enter("new@carrier.example", made.password ?? "");
    expect(user.mustChangePassword).toBe(true);
    const { context } = await signedIn(server, user);
    expect(context.principal.scopes.size).toBe(0);
    await expect(listUsers(context, {})).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await lastEntry(made.id)).not.toContain(made.password);
  });

  it("has a password to be changed also where the administrator chose it", async () => {
    const input = { email: "chosen@carrier.example", name: "Chosen", role: "agent", password: PASSWORD };
    expect(await createUser(administrator, input)).toMatchObject({ mustChangePassword: true, password: null });
  });

  it("is made by administrators alone", async () => {
    const { context } = await signedIn(server, await newPerson(server, "operator"));
    const input = { email: "no@carrier.example", name: "No", role: "agent" };
    await expect(createUser(context, input)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(listUsers(context, {})).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("the list of people", () => {
  it("walks over everybody once, the newest first, with when they were seen", async () => {
    const person = await newPerson(server, "agent");
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listUsers(administrator, { limit: 2, ...(cursor && { cursor }) });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next ?? undefined;
    } while (cursor);
    const [{ all } = { all: 0 }] = await test.database.execute<{ all: number }>(
      sql`select count(*)::int as all from users`,
    );
    expect([seen[0], new Set(seen).size, seen.length]).toEqual([person.id, all, all]);
    expect((await listUsers(administrator, {})).items[0]).toMatchObject({ ...person, lastSeenAt: null });
    await signedIn(server, person);
    expect((await listUsers(administrator, {})).items[0]?.lastSeenAt).not.toBeNull();
  });
});

describe("changing a person", () => {
  it("gives another role, which ends their sign-ins, and says so in the log", async () => {
    const person = await newPerson(server, "agent");
    const before = await signedIn(server, person);
    const changed = await changeUser(administrator, { id: person.id, role: "operator", reason: "new team" });
    expect(changed.role).toBe("operator");
    expect(await before.isOpen()).toBe(false);
    const entry = JSON.parse(await lastEntry(person.id));
    expect(entry).toMatchObject({
      action: "user.change",
      reason: "new team",
      before: { role: "agent" },
      after: { role: "operator" },
    });
  });

  it("renames without ending a sign-in", async () => {
    const person = await newPerson(server, "agent");
    const session = await signedIn(server, person);
    await changeUser(administrator, { id: person.id, name: "Rosa Lind" });
    expect(await session.isOpen()).toBe(true);
  });

  it("takes access away at once, and gives it back", async () => {
    const person = await newPerson(server, "operator");
    const session = await signedIn(server, person);
    await changeUser(administrator, { id: person.id, disabled: true });
    expect(await session.isOpen()).toBe(false);
    await expect(enter(person.email, PASSWORD)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    await changeUser(administrator, { id: person.id, disabled: false });
    expect(await session.isOpen(), "what ended stays ended").toBe(false);
    await expect(enter(person.email, PASSWORD)).resolves.toMatchObject({ id: person.id });
  });

  it("answers an id of nobody as not there", async () => {
    for (const id of ["usr_00000000000000000000000000", "xs_1", "x"]) {
      await expect(changeUser(administrator, { id, name: "X" })).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(resetPassword(administrator, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(signOutUser(administrator, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });
});

describe("the last administrator", () => {
  it("keeps role and access, and of two who take each other's at once one stays", async () => {
    const own = await createTestDatabase();
    try {
      const context = await callContextFor(own.database);
      const one = await newPerson(context, "administrator");
      for (const change of [{ role: "agent" }, { disabled: true }]) {
        await expect(changeUser(context, { id: one.id, ...change })).rejects.toMatchObject({
          code: "FAILED_PRECONDITION",
        });
      }
      await changeUser(context, { id: one.id, name: "Renamed" });
      const other = await newPerson(context, "administrator");
      const outcomes = await Promise.allSettled([
        changeUser((await signedIn(context, one)).context, { id: other.id, role: "agent" }),
        changeUser((await signedIn(context, other)).context, { id: one.id, disabled: true }),
      ]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      const rows = await own.database.execute(sql`select 1 from users where role = 'administrator' and not disabled`);
      expect(rows).toHaveLength(1);
    } finally {
      await own.close();
    }
  });
});

describe("a lost password", () => {
  it("is replaced by one that has to be changed; the old one, the sign-ins and the pause of the account are over", async () => {
    const person = await newPerson(server, "agent");
    const session = await signedIn(server, person);
    for (let tries = 0; tries < 5; tries += 1) await enter(person.email, "wrong").catch(() => null);
    await test.database.execute(
      sql`update attempt_counters set failures = 100, blocked_until = now() + interval '10 years'
        where key like 'sign-in|%' and key not like 'sign-in|%|%'`,
    );
    const { password } = await resetPassword(administrator, { id: person.id });
    expect(await session.isOpen()).toBe(false);
    const elsewhere = { email: person.email, sourceAddress: "192.0.2.10" };
    await expect(signIn(test.database, { ...elsewhere, password: PASSWORD })).rejects.toMatchObject({
      code: "UNAUTHENTICATED",
    });
    const user = await signIn(test.database, { ...elsewhere, password: password ?? "" });
    expect(user.mustChangePassword).toBe(true);
    expect(await lastEntry(person.id)).not.toContain(password);
  });
});

describe("signing a person out everywhere", () => {
  it("ends all of their sign-ins and leaves those of others", async () => {
    const [person, other] = [await newPerson(server, "agent"), await newPerson(server, "agent")];
    const sessions = [await signedIn(server, person), await signedIn(server, person), await signedIn(server, other)];
    await signOutUser(administrator, { id: person.id });
    expect(await Promise.all(sessions.map(({ isOpen }) => isOpen()))).toEqual([false, false, true]);
    await expect(enter(person.email, PASSWORD)).resolves.toMatchObject({ id: person.id });
  });
});

describe("acts that outlast a sign-in", () => {
  it("are refused to a person whose password was given more than ten minutes ago, and to nobody else", async () => {
    const session = await signedIn(server, await newPerson(server, "administrator"));
    const proved = (ago: string) =>
      test.database.execute(
        sql`update user_sessions set proved_at = now() - ${ago}::interval
          where session_hash = decode(${Buffer.from(session.context.principal.session?.id ?? "", "base64url").toString("hex")}, 'hex')`,
      );
    const register = async (name: string) =>
      registerExternalSystem(
        { ...session.context, principal: await session.principal() },
        { name, scopes: ["devices:read"] },
      );
    await proved("9 minutes 50 seconds");
    await expect(register("soon enough")).resolves.toMatchObject({ name: "soon enough" });
    await proved("10 minutes");
    await expect(register("too late")).rejects.toMatchObject({ code: "PROOF_NEEDED" });
    await expect(
      registerExternalSystem(server, { name: "the server", scopes: ["devices:read"] }),
    ).resolves.toMatchObject({ name: "the server" });
  });
});
