import { and, count, eq, isNull, sql } from "drizzle-orm";
import type { z } from "zod";
import { contents, signingKeys } from "../../../drizzle/schema/contents";
import type { Transaction } from "../../db/client";
import { fromPublicId, newUuid } from "../../ids";
import { checkDestination } from "../check-destination";
import { ServiceError } from "../errors";
import type { Principal } from "../principal";
import { useCase } from "../use-case";
import { readChain } from "./check-chain";
import { contentView } from "./content-view";
import { keyAlgorithm } from "./key-algorithm";
import { unfitMinisignature } from "./minisign";
import { type ContentSignature, ContentView, RegisterContentInput, type SignatureAlgorithm } from "./schemas";
import { UPLOAD_HOURS } from "./upload-life";

/** Of one client: uploads and pulls that are not over. */
const OPEN_MAX = 10;
/** Of one client: octets of all that it took in and did not delete, 20 GiB. */
const CLIENT_OCTETS_MAX = 21_474_836_480;
/** Of one client: contents that it did not delete, also those that were rejected, of which no octets are left. */
const CLIENT_CONTENTS_MAX = 10_000;

/**
 * Begins an ingestion: the answer says where the octets are to be uploaded, or the server pulls them. It can be used
 * when it is `ready`.
 *
 * Throws ServiceError INVALID_INPUT for an address that the server does not go to and for a signing key that there is not,
 * LIMIT_EXCEEDED.
 */
export const registerContent = useCase({
  name: "content.register",
  scope: "contents:write",
  input: RegisterContentInput,
  output: ContentView,
  audit: true,
  async run(context, transaction, input) {
    const { principal } = context;
    if (input.source) checkDestination(context, input.source.url, { pointer: "/source/url", code: "source" });
    await takeFromQuota(transaction, principal, input.size);
    const signingKeyId = await signingKeyOf(transaction, principal, input);
    const models = input.models ?? (input.model === undefined ? null : [input.model]);
    const [row] = await transaction
      .insert(contents)
      .values({
        contentId: newUuid(),
        realm: principal.realm,
        ownerKind: principal.kind,
        ownerId: principal.id,
        ownerName: principal.name,
        kind: input.kind,
        name: input.name,
        version: input.version ?? null,
        fromVersions: input.fromVersions ?? null,
        manufacturer: input.manufacturer ?? null,
        models,
        size: input.size,
        sha256: Buffer.from(input.sha256, "hex"),
        signature: input.signature ?? null,
        signingKeyId,
        sourceUrl: input.source?.url ?? null,
        dueAt: input.source ? sql`now()` : sql`now() + make_interval(hours => ${UPLOAD_HOURS})`,
      })
      .returning();
    if (!row) throw new Error("An insert gave no row.");
    const result = contentView(context, row);
    const { kind, name, version, fromVersions, manufacturer, size, sha256, signature, source } = result;
    const after = { kind, name, version, fromVersions, manufacturer, models, size, sha256, signature, source };
    return { result, audit: { object: result.id, after } };
  },
});

/** One registration of a client at a time, so that two cannot both take the last of it. */
async function takeFromQuota(transaction: Transaction, principal: Principal, octets: number): Promise<void> {
  await transaction.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`content quota ${principal.id}`}, 0))`);
  const [used] = await transaction
    .select({
      count: count(),
      open: sql<number>`count(*) filter (where ${contents.state} = 'uploading')::integer`,
      octets: sql<string>`coalesce(sum(${contents.size}) filter (where ${contents.state} <> 'rejected'), 0)`,
    })
    .from(contents)
    .where(eq(contents.ownerId, principal.id));
  if ((used?.count ?? 0) >= CLIENT_CONTENTS_MAX) {
    throw new ServiceError(
      "LIMIT_EXCEEDED",
      `One client has at most ${CLIENT_CONTENTS_MAX} contents. Delete some first: rejected ones, or those that are retired.`,
    );
  }
  if ((used?.open ?? 0) >= OPEN_MAX) {
    throw new ServiceError("LIMIT_EXCEEDED", `${OPEN_MAX} uploads are open. Finish one first, or delete it.`);
  }
  if (Number(used?.octets ?? 0) + octets > CLIENT_OCTETS_MAX) {
    throw new ServiceError(
      "LIMIT_EXCEEDED",
      `All contents of one client have at most ${CLIENT_OCTETS_MAX} octets. Retire and delete some first.`,
    );
  }
}

/** A key that was revoked is as good as none to begin with; one that is revoked later quarantines the content. */
async function signingKeyOf(
  transaction: Transaction,
  principal: Principal,
  { signature, size }: Pick<z.output<typeof RegisterContentInput>, "signature" | "size">,
): Promise<string | null> {
  if (signature === undefined) return null;
  const keyId = fromPublicId("sgk", signature.keyId);
  const [key] = keyId
    ? await transaction
        .select({
          keyId: signingKeys.keyId,
          algorithm: signingKeys.algorithm,
          issuerCertificate: signingKeys.issuerCertificate,
        })
        .from(signingKeys)
        .where(and(eq(signingKeys.keyId, keyId), eq(signingKeys.realm, principal.realm), isNull(signingKeys.revokedAt)))
        // A revocation that comes now waits for this content, and then finds it.
        .for("share")
    : [];
  if (!key) throw badSignature("/signature/keyId", "unknown_key", "There is no such signing key that is still valid.");
  const algorithm = key.issuerCertificate === null ? ownAlgorithm(key, signature) : signerAlgorithm(signature);
  if (algorithm !== signature.algorithm) {
    throw badSignature("/signature/algorithm", "wrong_algorithm", `The key is one for ${algorithm}.`);
  }
  if (algorithm === "minisign") {
    const signed = signature.manifest === undefined ? size : Buffer.byteLength(signature.manifest, "base64");
    const unfit = unfitMinisignature(Buffer.from(signature.value, "base64"), signed);
    if (unfit !== null) throw badSignature("/signature/value", "unfit_signature", unfit);
  }
  return key.keyId;
}

function ownAlgorithm({ algorithm }: { readonly algorithm: SignatureAlgorithm }, { chain }: ContentSignature) {
  if (chain === undefined) return algorithm;
  throw badSignature("/signature/chain", "chain_unwanted", "The key signs itself. Leave the chain out.");
}

/** Of the first certificate of the chain. Where the chain leads is asked when the octets are there. */
function signerAlgorithm({ chain }: ContentSignature): SignatureAlgorithm {
  if (chain === undefined) {
    const detail = "The key is a CA's. Give the certificates from the signer's up to it, in PEM.";
    throw badSignature("/signature/chain", "chain_wanted", detail);
  }
  const [signer] = readOr(() => readChain(chain));
  const algorithm = signer && keyAlgorithm(signer.publicKey);
  if (typeof algorithm === "string") return algorithm;
  throw badSignature("/signature/chain", "bad_chain", algorithm?.detail ?? "There is no certificate.");
}

function readOr<Read>(read: () => Read): Read {
  try {
    return read();
  } catch (error) {
    throw badSignature("/signature/chain", "bad_chain", error instanceof Error ? error.message : String(error));
  }
}

function badSignature(pointer: string, code: string, detail: string): ServiceError {
  return new ServiceError("INVALID_INPUT", "The signature cannot be checked.", [{ pointer, code, detail }]);
}
