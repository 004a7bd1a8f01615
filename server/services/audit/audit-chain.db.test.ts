import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { checkAuditChain, linkAuditEntries } from "./audit-chain";

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

const entry = (object: string, sql = test.sql) => sql`
  insert into audit_entries (actor_kind, actor_id, actor_name, action, object, request_id, source_address, after)
  values ('internal', 'internal', 'test', 'test', ${object}, 'r', '127.0.0.1', '{"b": 1, "a": 2}') returning audit_id`;
const whole = async () => (await checkAuditChain(test.sql, 1)).brokenLink;

describe("the chain over the audit log", () => {
  it("links every committed entry once, in an order without gaps, however late it was committed", async () => {
    let commit = () => {};
    const held = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let begun = () => {};
    const isOpen = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const late = test.sql.begin(async (transaction) => {
      await entry("late", transaction as never);
      begun();
      await held;
    });
    await isOpen;
    for (let i = 0; i < 5; i += 1) await entry(`early ${i}`);
    expect(await linkAuditEntries(test.sql)).toBe(5);
    commit();
    await late;
    expect(await linkAuditEntries(test.sql)).toBe(1);
    expect(await linkAuditEntries(test.sql, true)).toBe(0);
    const links =
      await test.sql`select link::int, object from audit_chain join audit_entries using (audit_id) order by link`;
    expect(links.map(({ link }) => link)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(links.at(-1)?.["object"]).toBe("late");
    expect(await checkAuditChain(test.sql, 1)).toMatchObject({ brokenLink: null, next: 1, link: 6 });
  });

  it("is not forked by sequencers that run at once", async () => {
    for (let i = 0; i < 20; i += 1) await entry(`many ${i}`);
    await Promise.all(Array.from({ length: 6 }, () => linkAuditEntries(test.sql)));
    await linkAuditEntries(test.sql);
    expect(await whole()).toBeNull();
    const [row] =
      await test.sql`select count(*)::int as links, (select count(*)::int from audit_entries) as entries from audit_chain`;
    expect(row?.["links"]).toBe(row?.["entries"]);
  });

  it.each([
    ["changed", (at: number) => test.sql`update audit_entries set after = '{"a": 3}' where audit_id = ${at}`],
    [
      "moved in time",
      (at: number) => test.sql`update audit_entries set at = at + interval '1 microsecond' where audit_id = ${at}`,
    ],
    ["taken away", (at: number) => test.sql`delete from audit_entries where audit_id = ${at}`],
    [
      "taken away with its link",
      (at: number) => test.sql`with gone as (delete from audit_chain where audit_id = ${at} returning audit_id)
      delete from audit_entries where audit_id in (select audit_id from gone)`,
    ],
  ])("shows at which link an entry was %s", async (_how, tamper) => {
    const [row] = await entry("victim");
    await entry("behind it");
    await linkAuditEntries(test.sql);
    const [link] = await test.sql`select link::int from audit_chain where audit_id = ${row?.["audit_id"]}`;
    await test.sql`create table kept_entries as select * from audit_entries`;
    await test.sql`create table kept_chain as select * from audit_chain`;
    await tamper(Number(row?.["audit_id"]));
    expect(await whole()).toBe(link?.["link"]);
    await test.sql`delete from audit_chain`;
    await test.sql`delete from audit_entries`;
    await test.sql`insert into audit_entries select * from kept_entries`;
    await test.sql`insert into audit_chain select * from kept_chain`;
    await test.sql`drop table kept_entries, kept_chain`;
    expect(await whole()).toBeNull();
  });
});
