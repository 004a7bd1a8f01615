import type { Database } from "../../db/client";
import type { Sealer } from "../secrets";
import { type LaneWork, runLane } from "./lane";
import { type ClaimedSubscription, claimSubscriptions, releaseSubscription } from "./lane-store";
import { openSecrets } from "./secrets";

export interface DeliveryWork extends LaneWork {
  /** The same pool. */
  readonly database: Database;
  readonly sealer: Sealer;
  onError(error: unknown): void;
}

export interface Deliveries {
  /** Begins to push for subscriptions that have something to send, as far as there is room. Answers how many it began. */
  round(): Promise<number>;
  /** Resolves when nothing is being pushed. */
  settled(): Promise<void>;
  /** Cuts what is on its way, which is sent again elsewhere, and resolves when it has ended. */
  stop(): Promise<void>;
}

/** Subscriptions that one process pushes for at once; each has a queue of its own. */
const LANES_MAX = 500;
const CLAIMED_MAX = 50;
/** Behind a fault of the server's own, which is there again at once, or passes. */
const FAILED_PAUSE_SECONDS = 5;

/** Pushes events to the receivers of subscriptions. Any number of processes share the work. */
export function createDeliveries(work: DeliveryWork): Deliveries {
  const lanes = new Set<Promise<void>>();
  const stopping = new AbortController();
  const settled = async () => void (await Promise.all(lanes));
  return {
    async round() {
      const room = Math.min(CLAIMED_MAX, LANES_MAX - lanes.size);
      if (room === 0 || stopping.signal.aborted) return 0;
      const claimed = await claimSubscriptions(work.sql, room);
      for (const subscription of claimed) {
        const lane: Promise<void> = push(work, subscription, stopping.signal)
          .catch(work.onError)
          .finally(() => lanes.delete(lane));
        lanes.add(lane);
      }
      return claimed.length;
    },
    settled,
    async stop() {
      stopping.abort();
      await settled();
    },
  };
}

async function push(work: DeliveryWork, claimed: ClaimedSubscription, stopping: AbortSignal): Promise<void> {
  let afterSeconds = FAILED_PAUSE_SECONDS;
  try {
    const secrets = await openSecrets(work.database, work.sealer, claimed.subscriptionId);
    await runLane(work, claimed, secrets, stopping);
    afterSeconds = 0;
  } finally {
    await releaseSubscription(work.sql, claimed, afterSeconds);
  }
}
