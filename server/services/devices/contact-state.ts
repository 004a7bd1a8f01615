import { type SQL, sql } from "drizzle-orm";
import { attemptCounters } from "../../../drizzle/schema/access";
import { deviceLive, devices } from "../../../drizzle/schema/devices";
import { wakeUps } from "../../../drizzle/schema/wake-ups";
import type { CONTACT_STATES } from "./contact-states";

type ContactState = (typeof CONTACT_STATES)[number];

/** A device that was silent for so long is overdue, also when nobody woke it. */
const SILENCE_DAYS = 30;
/** How long a collision is shown that was not followed by a second one. */
const COLLISION_SHOWN_HOURS = 24;

const isRetired = sql`${devices.retiredAt} is not null`;
const isCollided = sql`(${devices.heldSince} is not null
  or ${devices.collisionAt} > now() - make_interval(hours => ${sql.raw(String(COLLISION_SHOWN_HOURS))}))`;
const isInSession = sql`live.session_key is not null`;
/** Since it was last let in it answered a challenge wrongly. */
const isRejected = sql`exists (select 1 from ${attemptCounters} failed where failed.key = 'dm|' || live.device_id
  and failed.failures > 0 and failed.updated_at > coalesce(live.last_contact_at, '-infinity'))`;
/** Of all devices the few that may be: beginning with them is what makes a list of them short work. */
const hasFailed = sql`live.device_id = any(array(
  select case when failed.key ~ '^dm[|][0-9a-f-]{36}$' then substr(failed.key, 4)::uuid end
  from ${attemptCounters} failed where failed.failures > 0))`;
const isNew = sql`live.last_contact_at is null`;
/** Silent for 30 days, or woken as often as there are attempts without coming. */
const isMissed = sql`(live.last_contact_at < now() - make_interval(days => ${sql.raw(String(SILENCE_DAYS))})
  or exists (select 1 from ${wakeUps} woken where woken.device_id = live.device_id and woken.due_at = 'infinity'))`;

/** The state of contact of the row of `devices` in the query around it. */
export const contactState: SQL<ContactState> = sql`case
  when ${isRetired} then 'retired'
  when ${isCollided} then 'collision'
  else (select case
      when ${isInSession} then 'in_session'
      when ${isRejected} then 'rejected'
      when ${isNew} then 'never'
      when ${isMissed} then 'overdue'
      else 'on_time' end
    from ${deviceLive} live where live.device_id = ${devices.deviceId}) end`;

/**
 * Whether `contactState` of that row is this one. Of a million devices few are in most states: what costs least to look
 * at is asked first, and once for all of them.
 */
export function isContactState(state: ContactState): SQL {
  switch (state) {
    case "retired":
      return isRetired;
    case "collision":
      return sql`(not ${isRetired} and ${isCollided})`;
    case "in_session":
      return isLive(isInSession);
    case "rejected":
      return isLive(sql`${hasFailed} and not ${isInSession} and ${isRejected}`);
    case "never":
      return isLive(sql`not ${isInSession} and ${isNew} and not ${isRejected}`);
    case "overdue":
      return isLive(
        sql`case when ${isInSession} or ${isNew} then false when ${isMissed} then not ${isRejected} else false end`,
      );
    case "on_time":
      return isLive(sql`not (${isInSession} or ${isNew} or ${isMissed} or ${isRejected})`);
  }
}

function isLive(condition: SQL): SQL {
  return sql`(not ${isRetired} and ${isCollided} is not true
    and exists (select 1 from ${deviceLive} live where live.device_id = ${devices.deviceId} and ${condition}))`;
}
