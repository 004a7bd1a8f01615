import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { countRowsRead } from "../../testing/rows-read";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { callContextFor } from "../testing/call-context";
import type { CallContext } from "../use-case";
import { listOperations } from "./index";
import { type ListOperationsInput, OperationState } from "./schemas";

const MANY = 20_000;
/** A page, the few of it that other conditions pass by, and what is asked besides. */
const ROWS_READ_MAX = 200;

let test: TestDatabase;
let context: CallContext;
beforeAll(async () => {
  test = await createTestDatabase();
  context = await callContextFor(test.database);
  // Nearly all are over, of one kind and one system; of everything else there are ten.
  await test.sql`
    insert into operations (operation_id, realm, kind, kind_version, params, target, state, priority, not_before, released_n, total,
      attempts_max, backoff_seconds, billable, owner_kind, owner_id, owner_name, reference)
    select gen_random_uuid(), 'live', case when n % 2000 = 1 then 'node.add' else 'parameter.get' end, 1,
      case when n % 2000 = 2 then '{"content":"con_few"}' else '{}' end::jsonb, '{}',
      case when n % 2000 between 3 and 10 then (enum_range(null::operation_state))[n % 2000 - 2] else 'completed' end,
      5, case when n % 4000 = 5 then '2999-01-01T00:00:00Z'::timestamptz end, 1, 1, 3, 300, false, 'system',
      case when n % 2000 = 11 then 'xs_few' else 'xs_many' end, 's', case when n % 2000 = 12 then 'few' end
    from generate_series(1, ${MANY}::integer) n`;
  await test.sql`vacuum analyze operations`;
});
afterAll(() => test.close());

async function look(input: z.input<typeof ListOperationsInput>) {
  const { result, rows } = await countRowsRead(test.database, ["operations"], (transaction) =>
    listOperations(context, input, transaction),
  );
  return { items: result.items, read: rows };
}

describe("a list of operations", () => {
  it.each([
    [{}, 50],
    [{ kind: "node.add" }, 10],
    [{ kind: "none" }, 0],
    [{ content: "con_few" }, 10],
    [{ content: "con_none" }, 0],
    [{ createdBy: "xs_few" }, 10],
    [{ createdBy: "nobody" }, 0],
    [{ reference: "few" }, 10],
    [{ state: "completed" as const, kind: "none" }, 0],
  ])("%j: has %i and reads few of many to find them", async (input, count) => {
    const { items, read } = await look(input);
    expect(items).toHaveLength(count);
    expect(read).toBeLessThan(ROWS_READ_MAX);
  });

  it.each(OperationState.options)(
    "of the state %s has those that are shown so, and reads few of many",
    async (state) => {
      const { items, read } = await look({ state, limit: 50 });
      expect(new Set(items.map((item) => item.state))).toEqual(new Set([state]));
      // A scheduled one whose time has come is shown as running.
      const counts: Partial<Record<OperationState, number>> = { scheduled: 5, running: 15, completed: 50 };
      expect(items).toHaveLength(counts[state] ?? 10);
      expect(read).toBeLessThan(ROWS_READ_MAX);
    },
  );
});
