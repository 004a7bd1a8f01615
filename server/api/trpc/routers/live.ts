import { setTimeout as sleep } from "node:timers/promises";
import { TRPCError, tracked } from "@trpc/server";
import { z } from "zod";
import { runtime } from "../../../runtime";
import { readChanges } from "../../../services/events";
import { changedTopics } from "../live-topics";
import { procedure, router } from "../trpc";
import { wakeSignal } from "../wake-signal";

const TOPICS_MAX = 20;
/** At most two frames a second; what changes in between is told together. */
const FRAME_EVERY_MS = 500;
/** A sign-in that was closed ends its streams within this. */
const SIGN_IN_CHECKED_EVERY_MS = 5_000;

const LiveInput = z.strictObject({
  topics: z.array(z.string().min(1).max(200)).max(TOPICS_MAX),
  /** Where the reader left off: the id of the last frame it got. */
  after: z
    .string()
    .regex(/^\d{1,15}$/)
    .nullish(),
  /** The same, set by the browser when it comes back by itself. */
  lastEventId: z
    .string()
    .regex(/^\d{1,15}$/)
    .nullish(),
});

export const liveRouter = router({
  /**
   * Which of `topics` changed, as it happens, over server-sent events. The first frame names what changed since
   * `after` (nothing without it) and shows that the stream stands; each frame's id is where to go on from.
   */
  changes: procedure.input(LiveInput).subscription(async function* ({ ctx, input, signal }) {
    const gone = signal ?? new AbortController().signal;
    const from = input.lastEventId ?? input.after;
    let seq = from ? Number(from) : null;
    const feed = wakeSignal(runtime().feedNotifications.subscribe, gone);
    try {
      let first = true;
      let checkedAt = Date.now();
      while (!gone.aborted) {
        if (Date.now() - checkedAt >= SIGN_IN_CHECKED_EVERY_MS) {
          if (!(await ctx.stillSignedIn())) throw new TRPCError({ code: "UNAUTHORIZED", message: "Signed out." });
          checkedAt = Date.now();
        }
        const changes = await readChanges(ctx.call, { after: seq });
        seq = changes.seq;
        const changed = changedTopics(input.topics, changes);
        if (first || changed.length > 0) yield tracked(String(seq), { changed });
        first = false;
        await sleep(FRAME_EVERY_MS);
        await feed.wait(SIGN_IN_CHECKED_EVERY_MS);
      }
    } finally {
      feed.close();
    }
  }),
});
