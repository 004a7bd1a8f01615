import type { Readable } from "node:stream";
import { type ChainVerdict, checkChain } from "./check-chain";
import type { ContentRow } from "./find-content";
import { readMinisignature } from "./minisign";
import { type ContentCheck, SignedManifest } from "./schemas";
import type { SigningKeyRow } from "./signing-key-view";
import { verifySignature } from "./verify-signature";

/** Of a trusted comment, as it is shown. */
const COMMENT_CHARACTERS_MAX = 500;

/**
 * What is asked of packages. `none`: a signature only has to be right where there is one. `signature`: there has to be
 * one. `strict`: it has to be that of a manifest which says for which manufacturer and models the package is.
 */
export type SignaturePolicy = "none" | "signature" | "strict";

/** Whether a content may be used, as far as its signature goes; `quarantined` leaves that to a person. */
export interface SignatureVerdict {
  readonly verdict: "ready" | "quarantined" | "rejected";
  /** A word that stays; "" for `ready`. */
  readonly code: string;
  readonly checks: readonly ContentCheck[];
}

export interface SignatureQuestion {
  readonly content: ContentRow;
  /** The registered key that the signature names. */
  readonly key: SigningKeyRow | null;
  readonly policy: SignaturePolicy;
  readonly now: Date;
  /** The octets of the content. */
  openOctets(): Promise<Readable>;
}

/**
 * Judges the signature of a content. What is wrong with the signature itself ends the content; what is wrong with the key,
 * or that there is no signature where one is wanted, is for a person to decide.
 */
export async function checkSignature(question: SignatureQuestion): Promise<SignatureVerdict> {
  const { content, key } = question;
  const { signature } = content;
  if (signature === null) return withoutSignature(question);
  if (key === null) return rejected("unknown_key", "signature", "The key is not registered.");
  const { signer, problem } = signerOf(signature, key, question.now);
  if (signer === null) return rejected(problem.code, "signature", problem.detail);
  const certifiedBy = key.issuerCertificate === null ? null : key.owner;
  const who = certifiedBy === null ? `the key of ${signer.subject}` : `${signer.subject}, certified by ${certifiedBy}`;
  const manifest = signature.manifest === undefined ? null : Buffer.from(signature.manifest, "base64");
  const octets = manifest === null ? await question.openOctets() : [manifest];
  const value = Buffer.from(signature.value, "base64");
  const right =
    signer.algorithm === signature.algorithm &&
    (await verifySignature(signer.algorithm, signer.publicKey, value, octets));
  if (!right) return rejected("bad_signature", "signature", `It is not a signature of ${who}.`);
  const unbound = manifest === null ? null : misfitOf(content, manifest);
  if (unbound !== null) return rejected("other_manifest", "binding", unbound);
  const lacking = keyProblem(question, key) ?? problem;
  if (lacking !== null) return quarantined(lacking.code, "signature", lacking.detail);
  if (question.policy === "strict" && isPackage(content)) {
    if (manifest === null)
      return quarantined("manifest_wanted", "binding", "Only the octets are signed, not whom they are for.");
    if (content.manufacturer === null || content.models === null) {
      return quarantined("target_wanted", "binding", "It does not say for which manufacturer and models it is.");
    }
  }
  const comment = commentBeside(signer, value);
  const bound = manifest === null ? ("skipped" as const) : ("passed" as const);
  return {
    verdict: "ready",
    code: "",
    checks: [
      {
        ...{ check: "signature", result: "passed" },
        detail: `Signed by ${who}.${comment === null ? "" : ` Trusted comment: ${comment}`}`,
        signer: { name: signer.subject, certifiedBy, comment },
      },
      {
        check: "binding",
        result: bound,
        detail: manifest ? "The signed manifest says the same." : "The octets are signed.",
      },
    ],
  };
}

/** What the signer signed beside the content. */
function commentBeside({ algorithm }: { readonly algorithm: string }, value: Uint8Array): string | null {
  const comment = algorithm === "minisign" ? readMinisignature(value)?.trustedComment : undefined;
  return comment ? comment.replace(/\p{Cc}+/gu, " ").slice(0, COMMENT_CHARACTERS_MAX) : null;
}

/** Whose signature it has to be: the registered key's, or that of whom the registered CA certifies. */
function signerOf(
  { chain }: NonNullable<ContentRow["signature"]>,
  { algorithm, publicKey, owner, issuerCertificate }: SigningKeyRow,
  now: Date,
): ChainVerdict {
  if (issuerCertificate !== null) return checkChain(chain ?? "", issuerCertificate, now);
  return { signer: { algorithm, publicKey, subject: owner }, problem: null };
}

function withoutSignature({ content, policy }: SignatureQuestion): SignatureVerdict {
  if (policy !== "none" && isPackage(content)) return quarantined("signature_wanted", "signature", "It is not signed.");
  return {
    verdict: "ready",
    code: "",
    checks: [{ check: "signature", result: "skipped", detail: "It is not signed." }],
  };
}

/** A list of devices is nobody's package. */
function isPackage({ kind }: ContentRow): boolean {
  return kind !== "deviceList";
}

/** What keeps the key from being believed for this content, now. */
function keyProblem({ content, now }: SignatureQuestion, key: SigningKeyRow): { code: string; detail: string } | null {
  if (key.revokedAt !== null) return { code: "key_revoked", detail: "The key was revoked." };
  if (key.notBefore !== null && now < key.notBefore)
    return { code: "key_not_yet_valid", detail: "The key is not valid yet." };
  if (key.notAfter !== null && now > key.notAfter)
    return { code: "key_expired", detail: "The key is not valid any more." };
  if (!key.kinds.includes(content.kind))
    return { code: "key_of_other_kind", detail: `The key does not sign ${content.kind}.` };
  if (key.manufacturers === null) return null;
  if (content.manufacturer !== null && key.manufacturers.includes(content.manufacturer)) return null;
  return { code: "key_of_other_manufacturer", detail: "The key does not sign for this manufacturer." };
}

/** Why a signed manifest is not that of the content; null when it is. */
function misfitOf(content: ContentRow, text: Buffer): string | null {
  const manifest = readManifest(text);
  if (manifest === null) return "The signed manifest cannot be read.";
  const said = new Map<string, unknown>(Object.entries({ ...manifest, ...sortedLists(manifest) }));
  const { kind, version, manufacturer, size } = content;
  const sha256 = Buffer.from(content.sha256).toString("hex");
  const registered = { kind, version, manufacturer, size, sha256, ...sortedLists(content) };
  const other = Object.entries(registered).find(
    ([name, value]) => JSON.stringify(said.get(name)) !== JSON.stringify(value),
  );
  return other === undefined ? null : `The signed manifest has another ${other[0]}.`;
}

function sortedLists(of: {
  readonly fromVersions: readonly string[] | null;
  readonly models: readonly string[] | null;
}) {
  return { fromVersions: of.fromVersions?.toSorted() ?? null, models: of.models?.toSorted() ?? null };
}

function readManifest(text: Buffer): SignedManifest | null {
  try {
    return SignedManifest.parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(text)));
  } catch {
    return null;
  }
}

function rejected(code: string, check: ContentCheck["check"], detail: string): SignatureVerdict {
  return { verdict: "rejected", code, checks: [{ check, result: "failed", detail }] };
}

function quarantined(code: string, check: ContentCheck["check"], detail: string): SignatureVerdict {
  return { verdict: "quarantined", code, checks: [{ check, result: "failed", detail }] };
}
