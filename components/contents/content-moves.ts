import type { ContentState } from "@/server/services/contents/schemas";

/** No event tells how far an upload is, so whoever looks at one asks. */
const ASKED_EVERY_MS = 1_500;

/** How long until a content in one of these states is asked for again, in milliseconds; false: it moves by events only. */
export function askedAgainIn(states: readonly ContentState[]): number | false {
  return states.some((state) => state === "uploading" || state === "verifying") ? ASKED_EVERY_MS : false;
}
