import type { Sql } from "./client";

export interface Notifications {
  /**
   * Calls `notify` after each notification, with what it says, and without after the connection was lost for a while:
   * something may have come.
   */
  subscribe(notify: (payload?: string) => void): () => void;
}

export interface ListenedChannel extends Notifications {
  close(): Promise<void>;
}

/**
 * Listens to a PostgreSQL channel over one connection of its own, for any number of subscribers in this process. The
 * driver connects again by itself.
 */
export async function listenTo(sql: Sql, channel: string): Promise<ListenedChannel> {
  const subscribers = new Set<(payload?: string) => void>();
  const notifyAll = (payload?: string) => {
    for (const notify of subscribers) notify(payload);
  };
  const listening = await sql.listen(channel, notifyAll, () => notifyAll());
  return {
    subscribe(notify) {
      // Each subscription is one of its own, also of the same function.
      const subscriber = (payload?: string) => notify(payload);
      subscribers.add(subscriber);
      return () => void subscribers.delete(subscriber);
    },
    close: () => listening.unlisten(),
  };
}
