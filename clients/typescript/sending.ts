export interface SendingOptions {
  /** One try of one request may take this long. */
  readonly timeoutMs: number;
  /** How often a request is tried at most. */
  readonly triesMax: number;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Answers that ask to come again: too many requests, not available now, the same request still running. */
const COMES_AGAIN: ReadonlySet<number> = new Set([409, 429, 503]);
/** Longer than this is not waited: the caller gets the answer and decides. */
const WAIT_SECONDS_MAX = 60;
const FIRST_PAUSE_MS = 250;

/**
 * Sends a request until it is answered with something else than "come again". An answer is waited for as its Retry-After
 * says; a connection that broke, or a try that took too long, is tried again after a pause that doubles, where a second
 * run does no harm.
 *
 * Throws what `fetch` throws at the last try.
 */
export async function sendPersistently(request: Request, options: SendingOptions): Promise<Response> {
  for (let tried = 1; ; tried += 1) {
    const isLast = tried >= options.triesMax;
    try {
      const attempt = new Request(request.clone(), { signal: signalOf(request, options.timeoutMs) });
      const answer = await options.fetch(attempt);
      const wait = COMES_AGAIN.has(answer.status) ? retryAfterSeconds(answer) : null;
      if (wait === null || wait > WAIT_SECONDS_MAX || isLast) return answer;
      await answer.body?.cancel();
      await options.sleep(wait * 1_000);
    } catch (error) {
      if (isLast || request.signal.aborted || !mayRunTwice(request)) throw error;
      await options.sleep(FIRST_PAUSE_MS * 2 ** (tried - 1));
    }
  }
}

function signalOf(request: Request, timeoutMs: number): AbortSignal {
  return AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]);
}

/** Seconds; null where the answer names none. */
function retryAfterSeconds(answer: Response): number | null {
  const seconds = Number(answer.headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}

/** Reads do, and what carries a key by which the server knows it again. */
function mayRunTwice(request: Request): boolean {
  return request.method === "GET" || request.headers.has("idempotency-key") || request.url.endsWith("/oauth/token");
}
