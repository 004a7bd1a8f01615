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

export function createSessionCache(entriesMax: number): SessionCache {
  const sessions = new Map<string, CachedSession>();
  return {
    take(deviceId, connection) {
      const session = sessions.get(deviceId);
      if (session?.connection !== connection) return null;
      sessions.delete(deviceId);
      return session;
    },
    put(deviceId, session) {
      sessions.delete(deviceId);
      sessions.set(deviceId, session);
      if (sessions.size <= entriesMax) return;
      const oldest = sessions.keys().next();
      if (!oldest.done) sessions.delete(oldest.value);
    },
    drop(deviceId) {
      sessions.delete(deviceId);
    },
  };
}
