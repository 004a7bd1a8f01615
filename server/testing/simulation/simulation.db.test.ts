import { afterAll, beforeAll, expect, test } from "vitest";
import { callContextFor } from "../../services/testing/call-context";
import type { CallContext } from "../../services/use-case";
import { findViolations } from "../invariants";
import { createTestDatabase, type TestDatabase } from "../test-database";
import { DatabaseServer } from "./database-server";
import { runWorld } from "./run-world";

const SEEDS = 20;
const FIRST_SEED = 9_000;
const NODES = 2;
const NOT_AUDITED = "I13";

let database: TestDatabase;
let context: CallContext;
beforeAll(async () => {
  database = await createTestDatabase();
  context = await callContextFor(database.database);
});
afterAll(() => database.close());

test("a simulated world ends on PostgreSQL, behind the real handler, as it ends on the model of it", async () => {
  let [equal, sessions] = [0, 0];
  for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed += 1) {
    const model = await runWorld(seed, { withDatabase: true });
    const server = new DatabaseServer(database.sql, context, NODES);
    const real = await runWorld(seed, { withDatabase: true, server });
    expect(real.sessions, `seed ${seed}: sessions`).toBe(model.sessions);
    for (const [devId, outcomes] of real.outcomes) {
      expect(outcomes, `seed ${seed}, ${devId}`).toEqual(model.outcomes.get(devId));
    }
    equal += 1;
    sessions += real.sessions;
  }
  // What a world starts nobody asked for: its rows are written as they are, and so not audited.
  expect((await findViolations(database.sql)).filter(({ invariant }) => invariant !== NOT_AUDITED)).toEqual([]);
  console.log(`simulation on PostgreSQL ${equal}/${SEEDS}, ${sessions} sessions`);
}, 60_000);
