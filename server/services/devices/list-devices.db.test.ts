import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { countRowsRead } from "../../testing/rows-read";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { callContextFor } from "../testing/call-context";
import type { CallContext } from "../use-case";
import { listDevices } from "./index";

const MANY = 20_000;
/** A page, the few of it that other conditions pass by, and what is asked besides. */
const ROWS_READ_MAX = 200;

let test: TestDatabase;
let context: CallContext;
beforeAll(async () => {
  test = await createTestDatabase();
  context = await callContextFor(test.database);
  // Nearly all are of one make, came yesterday and will come again; of everything else there are ten.
  await test.sql`
    insert into devices (device_id, realm, dev_id, manufacturer, model, firmware, msisdn, tags, retired_at)
    select gen_random_uuid(), 'live', 'IMEI:' || n, case when n % 2000 = 1 then 'Few' else 'Many' end, 'M',
      case when n % 2000 = 2 then '1.9' else '1.10' end, '49' || n,
      case when n % 2000 = 3 then '{few}' else '{many}' end::text[], case when n % 2000 = 4 then now() end
    from generate_series(1, ${MANY}::integer) n`;
  await test.sql`insert into device_live (device_id, last_contact_at) select device_id, now() - interval '1 day' from devices`;
  await test.sql`
    insert into attempt_counters (key, failures, updated_at)
    select 'dm|' || device_id, 1, now() from devices where dev_id like 'IMEI:1_005'
    union all select 'dm|unknown|192.0.2', 3, now()`;
  await test.sql`vacuum analyze devices, device_live`;
});
afterAll(() => test.close());

describe("a list of devices", () => {
  it.each([
    ["", 50],
    ['manufacturer = "Few"', 10],
    ['manufacturer : "N*"', 0],
    ['firmware = "1.9"', 10],
    ['firmware < "1.10"', 10],
    ['firmware < "1.9"', 0],
    ['firmware > "1.10"', 0],
    ['firmware >= "1.9" and firmware < "1.10"', 10],
    ['firmware <= "1.10"', 50],
    ['msisdn : "*7777"', 2],
    ['contact = "retired"', 10],
    ['contact = "rejected"', 10],
    ['contact = "on_time"', 50],
  ])("by %j has %i and reads few of many to find them", async (filter, count) => {
    const tables = ["devices", "attempt_counters"];
    const { result, rows } = await countRowsRead(test.database, tables, (transaction) =>
      listDevices(context, { ...(filter && { filter }) }, transaction),
    );
    expect(result.items).toHaveLength(count);
    expect(rows).toBeLessThan(ROWS_READ_MAX);
  });
});
