import type { Sql } from "../../db/client";
import type { DeviceStore } from "./device-store";
import { runningTasksOf } from "./running-tasks";
import { silenceChanges } from "./task-changes";

/** A device that says nothing for so long has left its session: OMA DM has no signal for it. */
const SILENCE_SECONDS = 120;
const SESSIONS_PER_ROUND_MAX = 200;
const SECONDS_UNTIL_WOKEN_AGAIN = 60;

/**
 * Ends sessions that went silent: what they left in the middle goes back to the queue and the device is woken. The state
 * of the session stays with the device, so that its next session accounts for the commands that were out.
 */
export async function closeSilentSessions(sql: Sql, store: DeviceStore): Promise<number> {
  const silent = await sql<{ device_id: string; version: string }[]>`
    select device_id, version from device_live
    where session_key is not null and last_contact_at < now() - make_interval(secs => ${SILENCE_SECONDS})
    order by device_id limit ${SESSIONS_PER_ROUND_MAX}`;
  let closed = 0;
  for (const { device_id, version: silentVersion } of silent) {
    const snapshot = await store.load(device_id);
    const { sessionKey, sessionStartedAt, msgNo, version } = snapshot?.live ?? {};
    // One that has moved since it was found silent may be in another session: if it is silent again, it is found again.
    if (!snapshot || !sessionKey || version !== Number(silentVersion)) continue;
    const { steps, results, timers } = silenceChanges(runningTasksOf(snapshot));
    const saved = await store.change(device_id, version, {
      realm: snapshot.device.realm,
      steps,
      results,
      timers,
      ...(steps.length > 0 && { wake: SECONDS_UNTIL_WOKEN_AGAIN }),
      endedSession: {
        ...(sessionStartedAt && { startedAt: sessionStartedAt.toISOString() }),
        sessionKey,
        messages: msgNo ?? 0,
        outcome: "silent",
      },
    });
    if (saved) closed += 1;
  }
  return closed;
}
