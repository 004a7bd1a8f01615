import { asFetchError, isRefusal, type SafeFetch } from "../safe-fetch";

/** How a receiver answered. `status` null: there was no whole answer, `error` says why. */
export interface PostAnswer {
  readonly status: number | null;
  readonly retryAfter: string | null;
  readonly error: string | null;
  readonly ms: number;
  /** The beginning of what it said in words when it did not take the message; null: it took it, or there are none. */
  readonly text: string | null;
}

/** Posts one message. What a receiver does is an answer, never an error. */
export type PostMessage = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
) => Promise<PostAnswer>;

/** Nothing that a receiver does takes longer or brings more, and it cannot send us on. */
const BOUNDS = { connectMs: 5_000, idleMs: 15_000, totalMs: 15_000, octetsMax: 65_536, redirectsMax: 0 };

/** What is kept of an answer that refuses a message. */
const TEXT_OCTETS_KEPT_MAX = 4_096;
const WORDS = /^\s*(text|application\/(.*\+)?(json|xml|problem|x-www-form-urlencoded))/i;

/** Posts messages to receivers of webhooks. An answer that takes a message counts when it is whole, one that refuses it by its head. */
export function createWebhookPost(fetch: SafeFetch, bounds: typeof BOUNDS = BOUNDS): PostMessage {
  return async (url, headers, body, signal) => {
    const startedAt = performance.now();
    const ms = () => Math.round(performance.now() - startedAt);
    try {
      const answer = await fetch(url, {
        method: "POST",
        headers: { "Content-Type": "application/cloudevents+json", "User-Agent": "DMWSI", ...headers },
        body: Buffer.from(body),
        bounds,
        signal,
      });
      const isRefused = isRefusal(answer.status);
      const head = await readHead(answer.body, isRefused ? TEXT_OCTETS_KEPT_MAX : 0, isRefused);
      const retryAfter = answer.headers["retry-after"] ?? null;
      const isReadable = answer.headers["content-encoding"] === undefined;
      const text = isReadable && WORDS.test(answer.headers["content-type"] ?? "text") ? textOf(head) : null;
      return { status: answer.status, retryAfter, error: null, ms: ms(), text };
    } catch (error) {
      const known = asFetchError(error);
      if (!known) throw error;
      return { status: null, retryAfter: null, error: known.message, ms: ms(), text: null };
    }
  };
}

/** Reads a body to its end and answers its first octets; those that came, where it breaks off and that `mayBreak`. */
async function readHead(body: AsyncIterable<Uint8Array>, octetsMax: number, mayBreak: boolean): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let octets = 0;
  try {
    for await (const chunk of body) {
      if (octets >= octetsMax) continue;
      chunks.push(chunk.subarray(0, octetsMax - octets));
      octets += chunk.length;
    }
  } catch (error) {
    if (!mayBreak || !asFetchError(error)) throw error;
  }
  return Buffer.concat(chunks);
}

/** As it can be stored and shown: what is no text stands as U+FFFD. */
function textOf(octets: Buffer): string | null {
  const text = octets
    .toString("utf8")
    .replaceAll("\r\n", "\n")
    .replace(/\p{Cc}/gu, (character) => (character === "\n" || character === "\t" ? character : "\ufffd"))
    .trim();
  return text === "" ? null : text;
}
