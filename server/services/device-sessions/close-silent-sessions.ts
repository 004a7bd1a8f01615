import type { Sql } from "../../db/client";
import type { DeviceStore } from "./device-store";
import { runningTasksOf } from "./running-tasks";
import { silenceChanges } from "./task-changes";

/** A device that says nothing for so long has left its session: OMA DM has no signal for it. */
const SILENCE_SECONDS = 120;
const SESSIONS_PER_ROUND_MAX = 200;
const SECONDS_UNTIL_WOKEN_AGAIN = 60;
/** Rounds in which the whole table is looked through, unless it is too large for that. */
const ROUNDS_PER_PASS = 15;
/** Blocks of the table for one round: some milliseconds. */
const BLOCKS_PER_ROUND_MAX = 2_000;
const BLOCKS_PER_ROUND_MIN = 64;

export interface SilenceWatch {
  /** Closes silent sessions of the next part of the table; answers how many it closed. */
  round(): Promise<number>;
}

/**
 * Ends sessions that went silent: what they left in the middle goes back to the queue and the device is woken. The state
 * of the session stays with the device, so that its next session accounts for the commands that were out.
 *
 * The table of live devices is looked through part by part: no index says which sessions are open, for that would cost each
 * message more than all of this does, and to read a million devices at once would hold up those that speak. A row that is
 * silent stays where it is, so that a pass finds it. `blocksAtLeast`: of the table, for one round.
 */
export function createSilenceWatch(sql: Sql, store: DeviceStore, blocksAtLeast = BLOCKS_PER_ROUND_MIN): SilenceWatch {
  let from = 0;
  return {
    async round() {
      const [table] = await sql<{ blocks: number }[]>`
        select (pg_relation_size('device_live') / current_setting('block_size')::integer)::integer as blocks`;
      const blocks = table?.blocks ?? 0;
      if (from >= blocks) from = 0;
      const share = Math.min(Math.ceil(blocks / ROUNDS_PER_PASS), BLOCKS_PER_ROUND_MAX);
      const to = from + Math.max(share, blocksAtLeast);
      const silent = await sql<SilentSession[]>`
        select device_id, version from device_live
        where ctid >= ${`(${from},0)`}::tid and ctid < ${`(${to},0)`}::tid
          and session_key is not null and last_contact_at < now() - make_interval(secs => ${SILENCE_SECONDS})
        limit ${SESSIONS_PER_ROUND_MAX}`;
      const closed = await closeAll(store, silent);
      // Where more are silent than a round takes, the next one looks here again.
      if (silent.length < SESSIONS_PER_ROUND_MAX || closed === 0) from = to;
      return closed;
    },
  };
}

interface SilentSession {
  readonly device_id: string;
  readonly version: string;
}

async function closeAll(store: DeviceStore, silent: readonly SilentSession[]): Promise<number> {
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
