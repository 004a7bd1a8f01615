import { and, eq, sql } from "drizzle-orm";
import { clientSecrets, usedAssertions } from "../../../drizzle/schema/access";
import type { Database } from "../../db/client";
import { type AttemptPolicy, bucketOf, networkOf, pauseLeft, reserveAttempt } from "../attempts";
import { claimedClientId, claimedKeyId, verifyAssertion } from "./client-assertion";
import type { ClientProof, ClientRequest } from "./client-proof";
import { couldBeClientId, hashOf, sameHash } from "./credential-format";
import { type Client, findClient, liveSecrets, notLately } from "./find-client";
import { asTokenError, TokenError } from "./token-error";

/** Ten failures a minute of one client from one network. */
const FAILED_REQUESTS: AttemptPolicy = { failuresMax: 10, pause: 60, pauseGrowth: 1, pauseMax: 60, forgetAfter: 60 };

const NOT_RIGHT = "The client is unknown or its proof is not right.";

/**
 * The client that a request proves to be from.
 *
 * Throws TokenError. An unknown client is refused as one with a wrong proof; a proof of another kind than the
 * credential's, or without the certificate that it asks for, is a wrong one.
 */
export async function authenticateClient(database: Database, request: ClientRequest): Promise<Client> {
  const { proof } = request;
  const clientId = proof.method === "private_key" ? claimedClientId(proof.assertion) : proof.clientId;
  const attemptKey = `token|${bucketOf(clientId)}|${networkOf(request.sourceAddress)}`;
  const pause = await pauseLeft(database, [attemptKey]);
  if (pause > 0) throw new TokenError("rate_limited", "Too many failed requests. Try again later.", pause);
  try {
    return await provenClient(database, request, clientId);
  } catch (error) {
    if (asTokenError(error)) await reserveAttempt(database, attemptKey, FAILED_REQUESTS);
    throw error;
  }
}

async function provenClient(
  database: Database,
  { proof, certificateThumbprint }: ClientRequest,
  clientId: string,
): Promise<Client> {
  if (proof.method === "private_key" && proof.clientId !== undefined && proof.clientId !== clientId) {
    throw new TokenError("invalid_client", "client_id is another than the assertion's.");
  }
  if (!couldBeClientId(clientId)) throw new TokenError("invalid_client", NOT_RIGHT);
  const client = await findClient(database, clientId);
  const fits = client?.method === proof.method && hasCertificate(client, certificateThumbprint);
  switch (proof.method) {
    case "secret":
      await checkSecret(database, proof, fits);
      break;
    case "private_key":
      await checkAssertion(database, proof, clientId, fits ? await keysOf(client, proof) : []);
      break;
    case "certificate":
      break;
  }
  if (!client || !fits) throw new TokenError("invalid_client", NOT_RIGHT);
  return client;
}

function hasCertificate(client: Client, presented: Uint8Array | null): boolean {
  const wanted = client.certificateThumbprint;
  if (wanted === null) return client.method !== "certificate";
  return presented !== null && sameHash(wanted, presented);
}

/** The client's keys as they are registered, or as they are at its address. */
async function keysOf(
  { keys, jwksUrl }: Client,
  { assertion, keySets }: ClientProof & { readonly method: "private_key" },
): Promise<Client["keys"]> {
  return jwksUrl === null ? keys : keySets.keysAt(jwksUrl, claimedKeyId(assertion));
}

/** An unknown client costs the same. */
async function checkSecret(
  database: Database,
  { clientId, clientSecret }: ClientProof & { readonly method: "secret" },
  fits: boolean,
): Promise<void> {
  const secrets = await database
    .select({ secretId: clientSecrets.secretId, secretHash: clientSecrets.secretHash })
    .from(clientSecrets)
    .where(liveSecrets(clientId));
  const given = hashOf(clientSecret);
  const found = secrets.find(({ secretHash }) => sameHash(given, secretHash));
  if (!found || !fits) throw new TokenError("invalid_client", NOT_RIGHT);
  await database
    .update(clientSecrets)
    .set({ lastUsedAt: sql`now()` })
    .where(and(eq(clientSecrets.secretId, found.secretId), notLately(clientSecrets.lastUsedAt)));
}

async function checkAssertion(
  database: Database,
  { assertion, issuer }: ClientProof & { readonly method: "private_key" },
  clientId: string,
  keys: Client["keys"],
): Promise<void> {
  const { jti, uselessAt } = await verifyAssertion(assertion, clientId, keys, issuer, Date.now());
  const first = await database
    .insert(usedAssertions)
    .values({ clientId, jtiHash: hashOf(jti), expiresAt: uselessAt })
    .onConflictDoNothing()
    .returning({ clientId: usedAssertions.clientId });
  if (first.length === 0) throw new TokenError("invalid_client", "The assertion's jti was used before.");
}
