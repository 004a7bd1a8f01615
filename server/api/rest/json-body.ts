import type { IncomingMessage } from "node:http";
import { readBody } from "../../listeners";
import { isStorable } from "../../services/storable-text";
import { BODY_OCTETS_MAX, KEYS_PER_OBJECT_MAX, NESTING_LEVELS_MAX } from "./limits";
import { HttpProblem } from "./problem";

/** Names that reach an object's prototype where somebody copies keys without care. */
const REFUSED_KEYS: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Reads a request's JSON. Bounds come before work: length before reading, nesting before parsing.
 *
 * Throws HttpProblem `unsupported-media-type`, `too-large` or `invalid-request`.
 */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  refuseOtherTypes(request);
  const octets = await readBounded(request, BODY_OCTETS_MAX);
  const text = decodeUtf8(octets);
  if (nestingOf(text) > NESTING_LEVELS_MAX)
    throw invalid(`The JSON is nested deeper than ${NESTING_LEVELS_MAX} levels.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid("The body is no JSON. Send one JSON object.");
  }
  refuseHarmful(value);
  return value;
}

/** A body of at most so many octets. Throws HttpProblem `too-large`. */
export async function readBounded(request: IncomingMessage, octetsMax: number): Promise<Buffer> {
  const tooLarge = () =>
    new HttpProblem("too-large", `The body is longer than ${octetsMax} octets. Send less at once.`);
  if (Number(request.headers["content-length"] ?? 0) > octetsMax) throw tooLarge();
  const body = await readBody(request, octetsMax);
  if (body.kind === "too_large") throw tooLarge();
  if (body.kind === "cut") throw invalid("The body ended before its end. Send it again.");
  return body.octets;
}

export function decodeUtf8(octets: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(octets);
  } catch {
    throw invalid("The body is not UTF-8. Send its text in that.");
  }
}

function refuseOtherTypes(request: IncomingMessage): void {
  const type = /^application\/json\s*(?:;\s*charset="?utf-8"?\s*)?$/i;
  if (!type.test(request.headers["content-type"] ?? "")) {
    throw new HttpProblem("unsupported-media-type", "Send a JSON object, such as {}, as application/json in UTF-8.");
  }
  const coding = request.headers["content-encoding"] ?? "identity";
  if (coding.toLowerCase() !== "identity") {
    throw new HttpProblem("unsupported-media-type", "Send the body without a content coding.");
  }
}

/** How deep brackets go, told from the text alone: the parser is never given more. */
function nestingOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length; i += 1) {
    const character = text.charCodeAt(i);
    if (inString) {
      if (character === BACKSLASH) i += 1;
      else if (character === QUOTE) inString = false;
    } else if (character === QUOTE) inString = true;
    else if (character === OPEN_BRACE || character === OPEN_BRACKET) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (character === CLOSE_BRACE || character === CLOSE_BRACKET) depth -= 1;
  }
  return deepest;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** Nesting is bounded already, so the recursion is. */
function refuseHarmful(value: unknown): void {
  if (typeof value === "string") refuseHarmfulText(value);
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) refuseHarmful(item);
    return;
  }
  const entries = Object.entries(value);
  if (entries.length > KEYS_PER_OBJECT_MAX) throw invalid(`An object has more than ${KEYS_PER_OBJECT_MAX} fields.`);
  for (const [key, item] of entries) {
    if (REFUSED_KEYS.has(key)) throw invalid("No field is called __proto__, constructor or prototype. Leave it out.");
    refuseHarmfulText(key);
    refuseHarmful(item);
  }
}

/** Throws HttpProblem for a text that cannot be stored. */
export function refuseHarmfulText(text: string): void {
  if (!isStorable(text)) throw invalid("A text holds U+0000 or half of a surrogate pair. Leave that out.");
}

function invalid(detail: string): HttpProblem {
  return new HttpProblem("invalid-request", detail);
}
