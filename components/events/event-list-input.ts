import { EVENT_PATTERNS } from "./event-types";

const EVENTS_PER_PAGE = 50;

/** The types of an address; a pattern that there is not narrows nothing. */
export function eventPattern(word: unknown): string | null {
  return EVENT_PATTERNS.find((pattern) => pattern === word) ?? null;
}

/** The same on the server and in the browser, so that what the server read is found again. */
export function eventListInput(types: string | null) {
  return { limit: EVENTS_PER_PAGE, ...(types !== null && { types }) };
}
