import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeUnaudited } from "../../testing/change-unaudited";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { callContextFor } from "../testing/call-context";
import type { CallContext } from "../use-case";
import { closeUserSession, createUser, openUserSession, readUserSession, signIn, type UserView } from "./index";

let test: TestDatabase;
let context: CallContext;
let people = 0;
const password = "winter lamp under seven trees";
const requestId = "test-request";

beforeAll(async () => {
  test = await createTestDatabase();
  context = await callContextFor(test.database);
});
afterAll(() => test.close());

async function newUser(role: "agent" | "operator" | "administrator" = "operator"): Promise<UserView> {
  people += 1;
  const made = await createUser(context, {
    email: `Person${people}@Carrier.example`,
    name: "A Person",
    role,
    password,
  });
  const { password: _chosen, ...user } = made;
  return user;
}

/** Each caller comes from an address of its own unless the test says otherwise. */
function from(host: number): string {
  return `192.0.2.${host}`;
}

describe("createUser", () => {
  it("keeps the password as an Argon2id hash of the chosen cost, and audits without it", async () => {
    const user = await newUser();
    const [row] = await test.database.execute(sql`select password_hash from users where email = ${user.email}`);
    expect(String(row?.["password_hash"])).toMatch(/^\$argon2id\$v=19\$m=47104,t=1,p=1\$/);
    const [audit] = await test.database.execute(sql`select json_agg(a)::text as text from audit_entries a`);
    expect(String(audit?.["text"])).toContain(user.id);
    expect(String(audit?.["text"])).not.toContain(password);
  });

  it("takes one account for each address, however it is written, and points at a bad password", async () => {
    const user = await newUser();
    const again = { email: user.email.toUpperCase(), name: "Another", role: "agent", password };
    await expect(createUser(context, again)).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(
      createUser(context, { ...again, email: "new@carrier.example", password: "short" }),
    ).rejects.toMatchObject({
      code: "INVALID_INPUT",
      fields: [{ pointer: "/password", code: "length" }],
    });
  });
});

describe("signIn", () => {
  it("lets the right password in and refuses wrong, unknown and disabled in the same words", async () => {
    const user = await newUser();
    const disabled = await newUser();
    await changeUnaudited(test.database, sql`update users set disabled = true where email = ${disabled.email}`);
    await expect(signIn(test.database, { email: user.email, password, sourceAddress: from(1) })).resolves.toEqual(user);
    const refusals = await Promise.all(
      [
        { email: user.email, password: "not it" },
        { email: "nobody@carrier.example", password },
        { email: disabled.email, password },
        { email: "no address", password },
        { email: user.email, password: "x".repeat(129) },
      ].map((input) =>
        signIn(test.database, { ...input, sourceAddress: from(2) }).catch((error: Error) => error.message),
      ),
    );
    expect(new Set(refusals).size).toBe(1);
  });

  it("pauses an account for the address that failed five times, not for others", async () => {
    const user = await newUser();
    const guess = (secret: string, host: number) =>
      signIn(test.database, { email: user.email, password: secret, sourceAddress: from(host) }).then(
        () => "in",
        () => "refused",
      );
    for (let i = 0; i < 5; i += 1) await guess("wrong", 3);
    // The pause is set further ahead, so that a slow machine does not let it pass.
    await test.database.execute(
      sql`update attempt_counters set blocked_until = now() + interval '1 hour' where blocked_until is not null`,
    );
    expect(await guess(password, 3)).toBe("refused");
    expect(await guess(password, 4)).toBe("in");
    await test.database.execute(sql`update attempt_counters set blocked_until = now()`);
    expect(await guess(password, 3)).toBe("in");
  });

  it("does not let a burst of guesses past the pause", async () => {
    const user = await newUser();
    await Promise.allSettled(
      Array.from({ length: 30 }, () =>
        signIn(test.database, { email: user.email, password: "wrong", sourceAddress: from(5) }),
      ),
    );
    const [row] = await test.database.execute(
      sql`select max(failures) as most from attempt_counters where key like ${`sign-in|%|${from(5)}`} and key not like 'sign-in||%'`,
    );
    expect(Number(row?.["most"])).toBe(5);
  });
});

describe("user sessions", () => {
  const open = (user: UserView) =>
    openUserSession(test.database, { userId: user.id, sourceAddress: from(6), requestId });
  const change = (what: ReturnType<typeof sql>) => test.database.execute(sql`update user_sessions set ${what}`);

  it("carries the user and what the role may do", async () => {
    const user = await newUser("agent");
    const session = await readUserSession(test.database, await open(user));
    expect(session?.user).toEqual(user);
    expect(session?.principal).toMatchObject({ kind: "user", id: user.id, realm: "live" });
    expect(session?.principal.scopes.has("operations:write")).toBe(true);
    expect(session?.principal.scopes.has("users:write")).toBe(false);
  });

  it("ends after an hour without a request, counts requests, and ends after twelve hours all the same", async () => {
    const user = await newUser();
    const id = await open(user);
    await change(sql`last_seen_at = now() - interval '59 minutes'`);
    expect(await readUserSession(test.database, id)).not.toBeNull();
    const [row] = await test.database.execute(
      sql`select min(now() - last_seen_at) < interval '1 minute' as fresh from user_sessions`,
    );
    expect(row?.["fresh"]).toBe(true);
    await change(sql`last_seen_at = now() - interval '61 minutes'`);
    expect(await readUserSession(test.database, id)).toBeNull();
    await change(sql`last_seen_at = now(), expires_at = now()`);
    expect(await readUserSession(test.database, id)).toBeNull();
  });

  it("ends at sign-out, and for a user who was disabled", async () => {
    const user = await newUser();
    const [one, two] = [await open(user), await open(user)];
    await closeUserSession(test.database, one);
    expect(await readUserSession(test.database, one)).toBeNull();
    expect(await readUserSession(test.database, two)).not.toBeNull();
    await changeUnaudited(test.database, sql`update users set disabled = true where email = ${user.email}`);
    expect(await readUserSession(test.database, two)).toBeNull();
  });

  it("is not opened by what stands in the database", async () => {
    const id = await open(await newUser());
    const [row] = await test.database.execute(sql`select json_agg(s)::text as text from user_sessions s`);
    expect(String(row?.["text"])).not.toContain(id);
  });
});
