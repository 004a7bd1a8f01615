import { sql as query } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type CutWire, openCutWire, throughWire } from "../testing/cut-wire";
import { createTestDatabase, type TestDatabase } from "../testing/test-database";
import { openPool, type Pool } from "./client";

let database: TestDatabase;
let pool: Pool;
let wire: CutWire;
/** Errors that nobody could catch: the driver's come from a callback of the event loop. */
const uncaught: unknown[] = [];
const collect = (error: unknown) => void uncaught.push(error);

beforeAll(async () => {
  database = await createTestDatabase();
  await database.sql`create table said (what text)`;
  process.prependListener("uncaughtException", collect);
});
afterAll(async () => {
  process.removeListener("uncaughtException", collect);
  await database.close();
});
beforeEach(async () => {
  wire = await openCutWire(new URL(database.url));
  // One connection: what is left of a cut transaction would meet the next query on it.
  pool = openPool(throughWire(database.url, wire), "cut", 1);
});
afterEach(async () => {
  await pool.close();
  await wire.close();
  await database.sql`truncate said`;
  expect(uncaught).toEqual([]);
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function servesAgain(): Promise<void> {
  for (let i = 0; i < 3; i += 1) expect([...(await pool.sql`select 42 as answer`)]).toEqual([{ answer: 42 }]);
  const rows = await pool.sql.begin(async (transaction) => transaction`select 43 as answer`);
  expect([...rows]).toEqual([{ answer: 43 }]);
}

describe("a transaction whose connection is cut", () => {
  test("in the middle of a statement fails, and the pool serves on", async () => {
    const cut = pool.sql.begin(async (transaction) => {
      await transaction`insert into said values ('a')`;
      await transaction`select pg_sleep(2)`;
    });
    setTimeout(wire.cut, 200);
    await expect(cut).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
    await servesAgain();
    expect(await database.sql`select * from said`).toHaveLength(0);
  });

  test("inside a part with a savepoint of its own fails too, by drizzle as well", async () => {
    const cut = pool.database.transaction((outer) =>
      outer.transaction(async (inner) => {
        await inner.execute(query`insert into said values ('a')`);
        await inner.execute(query`select pg_sleep(2)`);
      }),
    );
    setTimeout(wire.cut, 200);
    await expect(cut).rejects.toThrow();
    await servesAgain();
    expect(await database.sql`select * from said`).toHaveLength(0);
  });

  test("by the server itself, with a last word, fails too", async () => {
    const cut = pool.sql.begin((transaction) =>
      transaction.savepoint(async (part) => {
        await part`select pg_sleep(2) /* to be ended */`;
      }),
    );
    setTimeout(() => {
      void database.sql`select pg_terminate_backend(pid) from pg_stat_activity where query like '%to be ended%' and pid <> pg_backend_pid()`.execute();
    }, 200);
    await expect(cut).rejects.toThrow();
    // The driver keeps the server's last word and tells it to the next query of that connection, once.
    await pool.sql`select 41`.catch((error: unknown) => expect(error).toMatchObject({ code: "57P01" }));
    await servesAgain();
  });

  test("while it does something else says nothing any more, also once the connection stands again", async () => {
    let goOn = () => {};
    const heldUp = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let late: Promise<unknown> = Promise.resolve();
    const cut = pool.sql.begin(async (transaction) => {
      await transaction`insert into said values ('before')`;
      await heldUp;
      late = transaction`insert into said values ('after')`.execute();
      await late;
    });
    const failed = expect(cut).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
    await pause(200);
    wire.cut();
    await pause(50);
    await servesAgain();
    goOn();
    await failed;
    await pause(50);
    await expect(late).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
    expect(await database.sql`select * from said`).toHaveLength(0);
  });
});
