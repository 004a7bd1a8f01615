import { asTokenError, issueToken, TokenError } from "../../services/external-systems";
import { type Answer, jsonAnswer } from "./answer";
import { decodeUtf8, readBounded } from "./json-body";
import { FORM_OCTETS_MAX } from "./limits";
import { HttpProblem, problemOf } from "./problem";
import type { OwnRequest, OwnRoute } from "./route";

/** `POST /oauth/token`: client credentials grant (RFC 6749 4.4); its errors are those of RFC 6749 5.2. */
export const tokenRoute: OwnRoute = {
  kind: "own",
  method: "POST",
  path: "/oauth/token",
  authenticated: false,
  async answer(request) {
    try {
      return await answerToken(request);
    } catch (error) {
      const known = asTokenError(error) ?? asInvalidRequest(error);
      if (!known) throw error;
      return refusal(known);
    }
  },
};

async function answerToken(own: OwnRequest): Promise<Answer> {
  if (own.query !== "") throw new TokenError("invalid_request", "No parameters are accepted in the query.");
  const form = await readForm(own);
  const client = clientOf(own.request.headers.authorization, form);
  const grant = form.get("grant_type");
  if (grant === undefined) throw new TokenError("invalid_request", "grant_type is missing.");
  if (grant !== "client_credentials") throw new TokenError("unsupported_grant_type", "Use client_credentials.");
  const scope = form.get("scope");
  const { sourceAddress, requestId } = own;
  const issued = await issueToken(own.database, {
    ...client,
    sourceAddress,
    requestId,
    ...(scope !== undefined && { scope }),
  });
  return jsonAnswer(
    200,
    {
      access_token: issued.accessToken,
      token_type: "Bearer",
      expires_in: issued.expiresIn,
      scope: issued.scopes.join(" "),
    },
    { Pragma: "no-cache" },
  );
}

async function readForm({ request }: OwnRequest): Promise<ReadonlyMap<string, string>> {
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(request.headers["content-type"] ?? "")) {
    throw new TokenError("invalid_request", "Send application/x-www-form-urlencoded.");
  }
  const text = decodeUtf8(await readBounded(request, FORM_OCTETS_MAX));
  const form = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (form.has(name)) throw new TokenError("invalid_request", "A parameter is given twice.");
    form.set(name, value);
  }
  return form;
}

interface Client {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Exactly one way to authenticate: HTTP Basic, or id and secret in the body (RFC 6749 2.3.1). */
function clientOf(authorization: string | undefined, form: ReadonlyMap<string, string>): Client {
  const id = form.get("client_id");
  const secret = form.get("client_secret");
  if (form.has("client_assertion")) throw new TokenError("invalid_request", "Authenticate with the client's secret.");
  if (authorization === undefined) {
    if (!id || !secret) throw new TokenError("invalid_client", "The client does not say who it is.");
    return { clientId: id, clientSecret: secret };
  }
  const basic = basicOf(authorization);
  if (secret !== undefined || (id !== undefined && id !== basic.clientId)) {
    throw new TokenError("invalid_request", "Authenticate in one way only.");
  }
  return basic;
}

function basicOf(authorization: string): Client {
  const [, encoded] = /^Basic +([A-Za-z0-9+/=_-]+)$/i.exec(authorization) ?? [];
  const text = Buffer.from(encoded ?? "", "base64").toString("utf8");
  const colon = text.indexOf(":");
  if (colon < 1) throw new TokenError("invalid_client", "The Authorization header is not HTTP Basic.");
  return { clientId: formDecoded(text.slice(0, colon)), clientSecret: formDecoded(text.slice(colon + 1)) };
}

function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw new TokenError("invalid_client", "The Authorization header is not encoded as a form.");
  }
}

/** A form that cannot be read; too long a one stays what it is. */
function asInvalidRequest(error: unknown): TokenError | null {
  const problem = problemOf(error);
  return problem?.slug === "invalid-request" ? new TokenError("invalid_request", problem.message) : null;
}

function refusal(error: TokenError): Answer {
  if (error.code === "rate_limited") {
    throw new HttpProblem("rate-limited", error.message, {
      headers: { "Retry-After": String(error.retryAfter ?? 60) },
    });
  }
  const body = { error: error.code, error_description: error.message };
  if (error.code !== "invalid_client") return jsonAnswer(400, body);
  return jsonAnswer(401, body, { "WWW-Authenticate": 'Basic realm="dmwsi", charset="UTF-8"' });
}
