import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { createSealer } from "./sealer";

let test: TestDatabase;
const masterKey = randomBytes(32);

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

describe("createSealer", () => {
  it("gives all processes that start at once the same keys, one for each purpose", async () => {
    const sealers = await Promise.all(
      Array.from({ length: 4 }, () => createSealer({ masterKey, database: test.database })),
    );
    const values = sealers.map((sealer) => sealer.sealText("device_credentials.sealed_secret", "row", "secret"));
    for (const sealer of sealers) {
      for (const value of values)
        expect(sealer.openText("device_credentials.sealed_secret", "row", value)).toBe("secret");
      expect(sealer.sign("cursors", "x")).toEqual(sealers[0]?.sign("cursors", "x"));
    }
    const [twice] = await test.database.execute(
      sql`select purpose from data_keys group by purpose having count(*) > 1 limit 1`,
    );
    expect(twice).toBeUndefined();
  });

  it("opens after a restart what was sealed before it, and only for its row and column", async () => {
    const before = await createSealer({ masterKey, database: test.database });
    const sealed = before.seal("dm_messages.body", "row 1", Buffer.from("octets"));
    const after = await createSealer({ masterKey, database: test.database });
    expect(after.open("dm_messages.body", "row 1", sealed)).toEqual(Buffer.from("octets"));
    expect(() => after.open("dm_messages.body", "row 2", sealed)).toThrow("belongs to another row");
    expect(() => after.open("device_credentials.sealed_secret", "row 1", sealed)).toThrow("belongs to another row");
  });

  it("stops the start when the master key is another one or has another length", async () => {
    await createSealer({ masterKey, database: test.database });
    await expect(createSealer({ masterKey: randomBytes(32), database: test.database })).rejects.toThrow(
      "The master key does not open the data keys in this database.",
    );
    await expect(createSealer({ masterKey: randomBytes(16), database: test.database })).rejects.toThrow("16 octets");
  });
});
