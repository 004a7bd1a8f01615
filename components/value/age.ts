const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Below this an age in seconds would only flicker. */
const JUST_NOW_MS = 10 * SECOND_MS;

export type Age =
  | { readonly key: "now" }
  | {
      readonly key: "secondsAgo" | "minutesAgo" | "hoursAgo" | "inSeconds" | "inMinutes" | "inHours";
      readonly n: number;
    };

/** How far `at` is from `now`, in words' terms; null when it is a day or more and wants a date. Both in milliseconds. */
export function ageOf(at: number, now: number): Age | null {
  const distance = Math.abs(now - at);
  const past = at <= now;
  if (distance < JUST_NOW_MS) return { key: "now" };
  if (distance < MINUTE_MS) return { key: past ? "secondsAgo" : "inSeconds", n: Math.floor(distance / SECOND_MS) };
  if (distance < HOUR_MS) return { key: past ? "minutesAgo" : "inMinutes", n: Math.floor(distance / MINUTE_MS) };
  if (distance < DAY_MS) return { key: past ? "hoursAgo" : "inHours", n: Math.floor(distance / HOUR_MS) };
  return null;
}
