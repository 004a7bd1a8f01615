import { asFetchError, type SafeFetch } from "../safe-fetch";

/** How a receiver answered. `status` null: there was no whole answer, `error` says why. */
export interface PostAnswer {
  readonly status: number | null;
  readonly retryAfter: string | null;
  readonly error: string | null;
  readonly ms: number;
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

/** Posts messages to receivers of webhooks. An answer counts when it is whole. */
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
      for await (const _chunk of answer.body);
      const retryAfter = answer.headers["retry-after"] ?? null;
      return { status: answer.status, retryAfter, error: null, ms: ms() };
    } catch (error) {
      const known = asFetchError(error);
      if (!known) throw error;
      return { status: null, retryAfter: null, error: known.message, ms: ms() };
    }
  };
}
