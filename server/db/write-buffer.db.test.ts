import net from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/test-database";
import { openPool } from "./client";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

/** The sockets that are connected while `act` runs: the driver shows none of its own. */
async function socketsOf(act: () => Promise<unknown>): Promise<net.Socket[]> {
  const sockets: net.Socket[] = [];
  const prototype: { connect: unknown } = net.Socket.prototype;
  const connect = prototype.connect as (...args: unknown[]) => unknown;
  prototype.connect = function (this: net.Socket, ...args: unknown[]) {
    sockets.push(this);
    return connect.apply(this, args);
  };
  try {
    await act();
  } finally {
    prototype.connect = connect;
  }
  return sockets;
}

test("a connection that closes while a statement waits to be written serves again", async () => {
  const pool = openPool(database.url, "half written", 1);
  const [socket] = await socketsOf(async () => pool.sql`select 1`);
  const waiting = pool.sql`select 2`.catch((error: { code: string }) => error.code);
  await Promise.resolve();
  socket?.emit("close", false);
  socket?.destroy();
  expect(await waiting).toBe("CONNECTION_CLOSED");
  expect([...(await pool.sql`select 42 as answer`)]).toEqual([{ answer: 42 }]);
  await pool.close();
});
