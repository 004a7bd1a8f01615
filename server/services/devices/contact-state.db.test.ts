import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deviceLive, devices } from "../../../drizzle/schema/devices";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { contactState, isContactState } from "./contact-state";
import { CONTACT_STATES } from "./contact-states";

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
  // A device for each way in which all that its state depends on may come together.
  await test.sql`
    create table ways as
    select gen_random_uuid() as device_id, retired, held, collision, open, failed, seen, woken
    from unnest('{f,t}'::boolean[]) retired, unnest('{f,t}'::boolean[]) held, unnest('{f,t}'::boolean[]) open,
      unnest('{f,t}'::boolean[]) woken, unnest('{null,1 hour,2 days}'::interval[]) collision,
      unnest('{null,1 minute,50 days}'::interval[]) failed, unnest('{null,1 hour,40 days}'::interval[]) seen`;
  await test.sql`
    insert into devices (device_id, realm, dev_id, retired_at, held_since, collision_at)
    select device_id, 'live', 'IMEI:' || device_id, case when retired then now() end, case when held then now() end,
      now() - collision from ways`;
  await test.sql`
    insert into device_live (device_id, session_key, last_contact_at)
    select device_id, case when open then gen_random_uuid() end, now() - seen from ways`;
  await test.sql`
    insert into attempt_counters (key, failures, updated_at)
    select 'dm|' || device_id, 1, now() - failed from ways where failed is not null`;
  await test.sql`
    insert into wake_ups (device_id, session_id, due_at) select device_id, 1, 'infinity' from ways where woken`;
});
afterAll(() => test.close());

describe("a device's state of contact", () => {
  it.each(CONTACT_STATES)("%s: has just those that are shown with it, whatever else is so of them", async (state) => {
    const shown = await test.database
      .select({ deviceId: devices.deviceId, contact: contactState })
      .from(devices)
      .innerJoin(deviceLive, eq(deviceLive.deviceId, devices.deviceId));
    const found = await test.database.select({ deviceId: devices.deviceId }).from(devices).where(isContactState(state));
    const expected = shown.filter(({ contact }) => contact === state).map(({ deviceId }) => deviceId);
    expect(expected.length).toBeGreaterThan(0);
    expect(found.map(({ deviceId }) => deviceId).toSorted()).toEqual(expected.toSorted());
  });
});
