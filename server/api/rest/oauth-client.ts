import { asTokenError, type ClientProof, type ClientRequest, TokenError } from "../../services/external-systems";
import { type Answer, jsonAnswer } from "./answer";
import { certificateThumbprintOf } from "./client-certificate";
import { decodeUtf8, readBounded } from "./json-body";
import { FORM_OCTETS_MAX } from "./limits";
import { HttpProblem, problemOf } from "./problem";
import type { OwnRequest } from "./route";

/** RFC 7523 2.2. */
export const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

export type Form = ReadonlyMap<string, string>;

/** Answers a request that a client proves to be its own; what is wrong with it is told as RFC 6749 5.2 wants it. */
export async function answerClient(
  own: OwnRequest,
  answer: (client: ClientRequest, form: Form) => Promise<Answer>,
): Promise<Answer> {
  try {
    if (own.query !== "") throw new TokenError("invalid_request", "No parameters are accepted in the query.");
    const form = await readForm(own);
    const { sourceAddress, requestId, request } = own;
    const proof = proofOf(authorizationOf(own), form, own);
    return await answer(
      { proof, certificateThumbprint: certificateThumbprintOf(request), sourceAddress, requestId },
      form,
    );
  } catch (error) {
    const known = asTokenError(error) ?? asInvalidRequest(error);
    if (!known) throw error;
    return refusal(known);
  }
}

async function readForm({ request }: OwnRequest): Promise<Form> {
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

function authorizationOf({ request }: OwnRequest): string | undefined {
  const [authorization, ...more] = request.headersDistinct["authorization"] ?? [];
  if (more.length > 0) throw new TokenError("invalid_request", "Authenticate in one way only.");
  return authorization;
}

/**
 * Exactly one way to authenticate: HTTP Basic, id and secret in the body (RFC 6749 2.3.1), an assertion (RFC 7523), or
 * the id alone with the certificate of the connection (RFC 8705).
 */
function proofOf(authorization: string | undefined, form: Form, own: OwnRequest): ClientProof {
  const clientId = form.get("client_id");
  const clientSecret = form.get("client_secret");
  const hasAssertion = form.has("client_assertion") || form.has("client_assertion_type");
  const ways = [authorization !== undefined, clientSecret !== undefined, hasAssertion].filter(Boolean);
  if (ways.length > 1) throw new TokenError("invalid_request", "Authenticate in one way only.");
  if (authorization !== undefined) {
    const basic = basicOf(authorization);
    if (clientId === undefined || clientId === basic.clientId) return basic;
    throw new TokenError("invalid_request", "Authenticate in one way only.");
  }
  if (hasAssertion) return assertionOf(form, own);
  if (!clientId || clientSecret === "") throw new TokenError("invalid_client", "The client does not say who it is.");
  return clientSecret === undefined
    ? { method: "certificate", clientId }
    : { method: "secret", clientId, clientSecret };
}

function assertionOf(form: Form, { issuer, keySets }: OwnRequest): ClientProof {
  const clientId = form.get("client_id");
  const assertion = form.get("client_assertion");
  if (form.get("client_assertion_type") !== ASSERTION_TYPE || !assertion) {
    throw new TokenError("invalid_request", `Send client_assertion, and ${ASSERTION_TYPE} as client_assertion_type.`);
  }
  return { method: "private_key", assertion, issuer, keySets, ...(clientId !== undefined && { clientId }) };
}

function basicOf(authorization: string): ClientProof & { readonly method: "secret" } {
  const [, encoded] = /^Basic +([A-Za-z0-9+/=_-]+)$/i.exec(authorization) ?? [];
  const text = Buffer.from(encoded ?? "", "base64").toString("utf8");
  const colon = text.indexOf(":");
  if (colon < 1) throw new TokenError("invalid_client", "The Authorization header is not HTTP Basic.");
  const clientId = formDecoded(text.slice(0, colon));
  return { method: "secret", clientId, clientSecret: formDecoded(text.slice(colon + 1)) };
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
