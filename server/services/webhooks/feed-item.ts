/** An event of a system's feed as it is pushed. */
export interface FeedItem {
  /** Number in the system's feed. */
  readonly seq: number;
  /** uuid */
  readonly eventId: string;
  readonly type: string;
  /** Events of one key go out in their order. */
  readonly key: string;
  readonly at: Date;
  /** No devices are asked for; or it may be seen, and is about no device or one of those asked for. */
  readonly isWanted: boolean;
  /** JSON text: the same that a reader of the feed gets. */
  readonly body: string;
}

/** Where the events come from: the log that the pull feed reads too. */
export interface FeedSource {
  /** Events of a system behind a number, in their order. `filter`: the devices that are asked for; null: all. */
  after(systemId: string, seq: number, limit: number, filter: string | null): Promise<readonly FeedItem[]>;
  /** Those of certain numbers, as far as they are kept. */
  at(systemId: string, seqs: readonly number[]): Promise<readonly FeedItem[]>;
}
