import { type SQL, sql } from "drizzle-orm";
import { attemptCounters } from "../../../drizzle/schema/access";
import { deviceLive, devices } from "../../../drizzle/schema/devices";
import { wakeUps } from "../../../drizzle/schema/wake-ups";
import type { CONTACT_STATES } from "./contact-states";

/** A device that was silent for so long is overdue, also when nobody woke it. */
const SILENCE_DAYS = 30;
/** How long a collision is shown that was not followed by a second one. */
const COLLISION_SHOWN_HOURS = 24;

/**
 * The state of contact of the row of `devices` in the query around it. `rejected`: since it was last let in it answered a
 * challenge wrongly. `overdue`: it was woken as often as there are attempts and did not come, or was silent for 30 days.
 */
export const contactState: SQL<(typeof CONTACT_STATES)[number]> = sql`case
  when ${devices.retiredAt} is not null then 'retired'
  when ${devices.heldSince} is not null or ${devices.collisionAt} > now() - make_interval(hours => ${sql.raw(String(COLLISION_SHOWN_HOURS))})
    then 'collision'
  else (select case
      when live.session_key is not null then 'in_session'
      when exists (select 1 from ${attemptCounters} failed where failed.key = 'dm|' || ${devices.deviceId}
        and failed.failures > 0 and failed.updated_at > coalesce(live.last_contact_at, '-infinity')) then 'rejected'
      when live.last_contact_at is null then 'never'
      when live.last_contact_at < now() - make_interval(days => ${sql.raw(String(SILENCE_DAYS))}) then 'overdue'
      when exists (select 1 from ${wakeUps} woken where woken.device_id = live.device_id and woken.due_at = 'infinity')
        then 'overdue'
      else 'on_time' end
    from ${deviceLive} live where live.device_id = ${devices.deviceId}) end`;
