import postgres from "postgres";

/** A lock that one process has of all that use a database. */
export interface HeldLock {
  /** Aborted when the connection that it belongs to has gone: another process may have it by now. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/**
 * Takes the advisory lock `key` until it is released; null: another process has it. It belongs to a connection of its own,
 * named `name` in pg_stat_activity, so that PostgreSQL frees it however this process ends.
 */
export async function tryHoldLock(url: string, name: string, key: number): Promise<HeldLock | null> {
  const lost = new AbortController();
  const sql = postgres(url, {
    max: 1,
    // The driver closes a connection by itself after a while, and with it would go the lock.
    max_lifetime: null,
    fetch_types: false,
    connection: { application_name: `dmwsi lock ${name}` },
    onnotice: () => {},
    onclose: () => lost.abort(),
  });
  const release = () => sql.end({ timeout: 5 });
  try {
    const [lock] = await sql<{ held: boolean }[]>`select pg_try_advisory_lock(${key}) as held`;
    if (lock?.held) return { lost: lost.signal, release };
  } catch (error) {
    await release();
    throw error;
  }
  await release();
  return null;
}
