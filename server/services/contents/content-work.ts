import { createPulls, type Pulls, type PullWork } from "./pull-contents";
import { scrubContent } from "./scrub-content";
import { dropRejected, endWholeUpload, giveUpUpload, sweepOrphans } from "./sweep-contents";
import { type VerifyWork, verifyContent } from "./verify-content";

export type ContentWorkOptions = VerifyWork & PullWork;

/** What the worker does about contents. Each answers how many things it did. */
export interface ContentWork {
  readonly pulls: Pulls;
  verify(): Promise<number>;
  /** Uploads that are whole or given up, octets of what was rejected. */
  tidy(): Promise<number>;
  /** Octets that no content knows of and that are a day old at `now`. */
  sweep(now: Date): Promise<number>;
  scrub(): Promise<number>;
}

export function createContentWork(options: ContentWorkOptions): ContentWork {
  return {
    pulls: createPulls(options),
    verify: () => verifyContent(options),
    // What is whole is not given up.
    tidy: async () => (await endWholeUpload(options)) + (await giveUpUpload(options)) + (await dropRejected(options)),
    sweep: (now) => sweepOrphans(options, now),
    scrub: () => scrubContent(options),
  };
}
