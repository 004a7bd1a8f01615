/** Gives a token that is still good for a while. */
export interface TokenSource {
  token(): Promise<string>;
  /** This token was refused: the next one is another. */
  drop(token: string): void;
}

export interface TokenOptions {
  readonly apiUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Narrows what the token may do, as scopes with blanks between; all that the credential has when left out. */
  readonly scope?: string;
}

/** The API does not give a token; `error` is that of RFC 6749 5.2. */
export class TokenRefused extends Error {
  override readonly name = "TokenRefused";
  constructor(
    readonly status: number,
    readonly error: string,
    description: string,
  ) {
    super(`No access token: ${description} (${error}, ${status})`);
  }
}

/** A token this close to its end is not used any more. */
const RENEWED_BEFORE_MS = 30_000;

interface Held {
  readonly token: string;
  readonly expiresAt: number;
}

/**
 * Gets access tokens by the client's id and secret (RFC 6749 4.4) and keeps each until shortly before its end. However
 * many ask at once, one request is made. `send` is how requests go out, `now` gives milliseconds since the epoch.
 */
export function createTokenSource(
  options: TokenOptions,
  send: (request: Request) => Promise<Response>,
  now: () => number,
): TokenSource {
  let held: Held | null = null;
  let asking: Promise<Held> | null = null;
  const renew = async (): Promise<Held> => {
    asking ??= askToken(options, send, now);
    try {
      held = await asking;
      return held;
    } finally {
      // One that failed is not kept either: whoever asks next tries again.
      asking = null;
    }
  };
  return {
    async token() {
      const isGood = held !== null && held.expiresAt - now() > RENEWED_BEFORE_MS;
      return (held !== null && isGood ? held : await renew()).token;
    },
    drop(token) {
      if (held?.token === token) held = null;
    },
  };
}

async function askToken(
  { apiUrl, clientId, clientSecret, scope }: TokenOptions,
  send: (request: Request) => Promise<Response>,
  now: () => number,
): Promise<Held> {
  const proof = btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`);
  const answer = await send(
    new Request(`${apiUrl}/oauth/token`, {
      method: "POST",
      headers: { authorization: `Basic ${proof}` },
      body: new URLSearchParams({ grant_type: "client_credentials", ...(scope !== undefined && { scope }) }),
    }),
  );
  const body = (await answer.json().catch(() => ({}))) as Readonly<Record<string, unknown>>;
  const { access_token: token, expires_in: seconds } = body;
  if (answer.ok && typeof token === "string" && typeof seconds === "number") {
    return { token, expiresAt: now() + seconds * 1_000 };
  }
  throw new TokenRefused(
    answer.status,
    String(body["error"] ?? body["type"] ?? "unknown"),
    String(body["error_description"] ?? body["detail"] ?? "the answer is no token"),
  );
}
