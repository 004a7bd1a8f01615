const DURATION = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/;

/** Seconds of an ISO 8601 duration of hours, minutes and seconds (`PT1H30M`). Throws RangeError for any other text. */
export function durationSeconds(text: string): number {
  const [, hours = "0", minutes = "0", seconds = "0"] = DURATION.exec(text) ?? [];
  if (!DURATION.test(text) || text === "PT") throw new RangeError("No duration of hours, minutes and seconds.");
  return Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
}
