import net from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/test-database";
import { openPool } from "./client";

let database: TestDatabase;
/** Rejections that nobody could catch: in the server each of them ends the process. */
const unhandled: unknown[] = [];
const collect = (reason: unknown) => void unhandled.push(reason);

beforeAll(async () => {
  database = await createTestDatabase();
  process.prependListener("unhandledRejection", collect);
});
afterAll(async () => {
  process.removeListener("unhandledRejection", collect);
  await database.close();
});

/** The last word of a database that goes away, as the protocol has it (PostgreSQL 18, 54.7 ErrorResponse). */
function lastWord(code: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0Mthe database system is going\0\0`);
  const head = Buffer.alloc(5, "E");
  head.writeUInt32BE(4 + fields.length, 1);
  return Buffer.concat([head, fields]);
}

interface Wire {
  readonly url: string;
  /** Cuts what stands, and breaks the next connection with a last word when the driver asks for the array types. */
  breakNext(): void;
  close(): void;
}

async function openWire(target: URL): Promise<Wire> {
  const sockets = new Set<net.Socket>();
  let breaks = false;
  const server = net.createServer((inner) => {
    const outer = net.connect(Number(target.port), target.hostname);
    for (const socket of [inner, outer]) {
      sockets.add(socket);
      socket.on("error", () => {});
    }
    outer.pipe(inner);
    inner.on("data", (octets) => {
      if (breaks && octets.includes("typcategory")) {
        breaks = false;
        outer.destroy();
        inner.end(lastWord("57P01"));
      } else outer.write(octets);
    });
    inner.on("close", () => outer.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = new URL(target);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as net.AddressInfo).port);
  const cut = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return {
    url: url.toString(),
    breakNext: () => {
      breaks = true;
      cut();
    },
    close: () => {
      cut();
      server.close();
    },
  };
}

test("a database that goes away while a new connection is made known to the driver ends no process, and serves again", async () => {
  const wire = await openWire(new URL(database.url));
  const pool = openPool(wire.url, "breaking", 1);
  const ask = async () => [...(await pool.sql`select array['a', 'b'] as letters`)];
  expect(await ask()).toEqual([{ letters: ["a", "b"] }]);
  wire.breakNext();
  const codes: unknown[] = [];
  for (let asked = 0; asked < 3; asked += 1) await ask().catch((error: { code: string }) => codes.push(error.code));
  expect(codes).toContain("57P01");
  expect(await ask()).toEqual([{ letters: ["a", "b"] }]);
  await pool.close();
  wire.close();
  expect(unhandled).toEqual([]);
});
