import type { DeviceSnapshot } from "./device-snapshot";
import type { RunningTask } from "./task-changes";

/** A session under way as this process saw it last, so that its next message needs no read. */
export interface CachedSession {
  readonly connection: object;
  readonly snapshot: DeviceSnapshot;
  readonly running: readonly RunningTask[];
}

/**
 * Used only when a message came on the same connection as the one before it; the version it holds is checked by every
 * write, so an old entry costs a second read and nothing else. Who takes an entry has it alone, and puts back what was
 * stored: the plans in it go on by a message, and must not be gone on by one that was not stored. The oldest entries leave
 * beyond `entriesMax`.
 */
export interface SessionCache {
  take(deviceId: string, connection: object): CachedSession | null;
  put(deviceId: string, session: CachedSession): void;
  drop(deviceId: string): void;
}

/** What the map holds in place of a session, so that a session is let go of where it ends. */
interface Entry {
  session: CachedSession | null;
}

export function createSessionCache(entriesMax: number): SessionCache {
  // A map that entries come to and leave is copied again and again, and the garbage collector takes what a former copy in
  // its old space names to be in use: sessions lasted until that was collected as a whole, not as long as they took.
  const entries = new Map<string, Entry>();
  function drop(deviceId: string): void {
    const entry = entries.get(deviceId);
    if (!entry) return;
    entry.session = null;
    entries.delete(deviceId);
  }
  return {
    take(deviceId, connection) {
      const session = entries.get(deviceId)?.session;
      if (session?.connection !== connection) return null;
      drop(deviceId);
      return session;
    },
    put(deviceId, session) {
      drop(deviceId);
      entries.set(deviceId, { session });
      if (entries.size <= entriesMax) return;
      const oldest = entries.keys().next();
      if (!oldest.done) drop(oldest.value);
    },
    drop,
  };
}
