import { z } from "zod";
import { Instant } from "../devices/schemas";
import { GivenInstant } from "../given-instant";
import { PageInput, pageOf } from "../page";

export const ContentKind = z.enum(["firmware", "software", "configuration", "deviceList"]);
export type ContentKind = z.infer<typeof ContentKind>;

export const ContentState = z.enum(["uploading", "verifying", "ready", "quarantined", "rejected", "retired"]);
export type ContentState = z.infer<typeof ContentState>;

export const SignatureAlgorithm = z.enum(["ed25519", "ecdsa-p256", "ecdsa-p384", "rsa-pss", "minisign"]);
export type SignatureAlgorithm = z.infer<typeof SignatureAlgorithm>;

/** Octets of one file: 4 GiB. */
export const FILE_OCTETS_MAX = 4_294_967_296;
/** Ed25519 signs the whole message at once, which has to be held in memory; longer files have their manifest signed. */
export const ED25519_OCTETS_MAX = 67_108_864;
const MANIFEST_CHARACTERS_MAX = 65_536;
const SIGNATURE_CHARACTERS_MAX = 4_096;
const VERSIONS_MAX = 100;
const MODELS_MAX = 100;
const URL_CHARACTERS_MAX = 2_048;
const PEM_CHARACTERS_MAX = 16_384;
const CHAIN_CHARACTERS_MAX = 32_768;
const KEYS_FOR_MANUFACTURERS_MAX = 100;

const NoControls = /^\P{Cc}*$/u;
const ShortText = z.string().min(1).max(128).regex(NoControls, { message: "No control characters, please." });
/** What a device says of itself, word for word. */
const Version = ShortText;
const FileName = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^\p{Cc}\p{Cf}/\\]*$/u, {
    message: "A name has no slashes and no control characters: give it without its folder.",
  })
  .refine((name) => !/^\.+$/.test(name), { message: "A name is more than dots." });
const Base64 = z.base64({ error: "Give it in base64." });
const Reason = z.string().trim().min(1).max(500);
const ContentId = z.string().min(1).max(200);

export const ContentSignature = z.strictObject({
  algorithm: SignatureAlgorithm,
  /** A registered key: `sgk_...`. */
  keyId: z.string().min(1).max(64),
  /** ECDSA in DER; of minisign the whole file that it wrote. */
  value: Base64.min(1).max(SIGNATURE_CHARACTERS_MAX),
  /** The text that was signed, as a `SignedManifest`; left out where the octets of the file were. */
  manifest: Base64.min(1).max(MANIFEST_CHARACTERS_MAX).optional(),
  /**
   * Where the key is an issuer's: certificates in PEM, the signer's first, then each that issued the one before, up to the
   * registered one. `algorithm` is then that of the signer's key.
   */
  chain: z.string().min(1).max(CHAIN_CHARACTERS_MAX).optional(),
});
export type ContentSignature = z.infer<typeof ContentSignature>;

const Sha256 = z
  .string()
  .regex(/^[0-9A-Fa-f]{64}$/, { message: "Give the SHA-256 of the file: 64 hex digits." })
  .transform((text) => text.toLowerCase());

export const RegisterContentInput = z
  .strictObject({
    /** Of the file. */
    name: FileName,
    kind: ContentKind,
    version: Version.optional(),
    /** Versions that it may replace; left out: any. */
    fromVersions: z.array(Version).min(1).max(VERSIONS_MAX).optional(),
    manufacturer: ShortText.optional(),
    /** For one model; for more of them give `models`. */
    model: ShortText.optional(),
    models: z.array(ShortText).min(1).max(MODELS_MAX).optional(),
    size: z.number().int().min(1).max(FILE_OCTETS_MAX, { message: "A file has at most 4 GiB." }),
    sha256: Sha256,
    signature: ContentSignature.optional(),
    /** Pulled from there by the server; left out: it is uploaded. */
    source: z.strictObject({ url: z.url({ protocol: /^https?$/ }).max(URL_CHARACTERS_MAX) }).optional(),
  })
  .refine(({ model, models }) => model === undefined || models === undefined, {
    path: ["model"],
    message: "Give model or models, not both.",
  })
  .refine(({ model, models, manufacturer }) => manufacturer !== undefined || (model ?? models) === undefined, {
    path: ["manufacturer"],
    message: "A model is one of a manufacturer: give that too.",
  })
  .refine((input) => signsInOnePiece(input) || input.size <= ED25519_OCTETS_MAX, {
    path: ["signature", "algorithm"],
    message: `Ed25519 over the octets goes up to ${ED25519_OCTETS_MAX} octets: sign a manifest, or with ECDSA or RSA-PSS.`,
  });

function signsInOnePiece({
  signature,
}: {
  readonly signature?: z.infer<typeof ContentSignature> | undefined;
}): boolean {
  return signature?.algorithm !== "ed25519" || signature.manifest !== undefined;
}

/** What a maker signs instead of the octets: JSON with these fields, each equal to what the content was registered with. */
export const SignedManifest = z.strictObject({
  kind: ContentKind,
  version: Version.nullable(),
  /** In any order; null: any. */
  fromVersions: z.array(Version).max(VERSIONS_MAX).nullable(),
  manufacturer: ShortText.nullable(),
  models: z.array(ShortText).max(MODELS_MAX).nullable(),
  size: z.number().int(),
  sha256: Sha256,
});
export type SignedManifest = z.infer<typeof SignedManifest>;

export const ContentCheck = z.object({
  check: z.enum(["size", "digest", "format", "signature", "binding"]),
  result: z.enum(["passed", "failed", "skipped"]),
  detail: z.string(),
  /** Of a signature that counts: whose key or certificate it is of, which registered CA's, and what was signed beside it. */
  signer: z
    .object({ name: z.string(), certifiedBy: z.string().nullable(), comment: z.string().nullable() })
    .exactOptional(),
});
export type ContentCheck = z.infer<typeof ContentCheck>;

export const ContentView = z.object({
  id: z.string(),
  kind: ContentKind,
  name: z.string(),
  version: z.string().nullable(),
  fromVersions: z.array(z.string()).nullable(),
  manufacturer: z.string().nullable(),
  models: z.array(z.string()).nullable(),
  /** Octets. */
  size: z.number().int(),
  sha256: z.string(),
  state: ContentState,
  /** Why it is quarantined, rejected or retired. `code` is a word that stays, and may be a new one. */
  reason: z.object({ code: z.string(), text: z.string() }).nullable(),
  checks: z.array(ContentCheck),
  signature: z
    .object({ algorithm: SignatureAlgorithm, keyId: z.string(), form: z.enum(["octets", "manifest"]) })
    .nullable(),
  source: z.object({ url: z.string() }).nullable(),
  /** Octets that have come in. */
  received: z.number().int(),
  /** Where the rest is sent (tus 1.0), for those who may, while it is an upload. The address is a secret of its own. */
  upload: z.object({ url: z.string(), expiresAt: Instant.nullable() }).nullable(),
  createdBy: z.object({ id: z.string(), name: z.string() }),
  createdAt: Instant,
  readyAt: Instant.nullable(),
  /** Who let it out of quarantine or rejected it, the last time. */
  decision: z.object({ by: z.object({ id: z.string(), name: z.string() }), at: Instant }).nullable(),
  /** When the file was last found to be what it was. */
  scrubbedAt: Instant.nullable(),
});
export type ContentView = z.infer<typeof ContentView>;

/** Who still needs a content, of those that the reader may see. */
export const ContentUse = z.object({
  /** Operations that are not over. */
  operations: z.number().int(),
  /** Tasks of theirs that have not ended. */
  tasks: z.number().int(),
});
export type ContentUse = z.infer<typeof ContentUse>;

export const ContentWithUse = ContentView.extend({
  /** A retired content is still given to the devices of these, and is kept for them. */
  usedBy: ContentUse,
});
export type ContentWithUse = z.infer<typeof ContentWithUse>;

/** How far an upload has come. */
export const UploadView = z.object({
  offset: z.number().int(),
  length: z.number().int(),
  expiresAt: Instant.nullable(),
});

export const ContentPage = pageOf(ContentView);
export const ContentIdInput = z.strictObject({ id: ContentId });
export const DecideContentInput = z.strictObject({ id: ContentId, reason: Reason });
export const RetireContentInput = z.strictObject({ id: ContentId, reason: Reason.optional() });

export const ListContentsInput = PageInput.extend({
  kind: ContentKind.optional(),
  state: ContentState.optional(),
  manufacturer: z.string().max(128).optional(),
  /** Those that are for it, or for any model. */
  model: z.string().max(128).optional(),
});

export const ListDeviceUpdatesInput = PageInput.extend({
  /** Of a device: `dev_...`. */
  id: z.string().min(1).max(200),
  kind: ContentKind.extract(["firmware", "software"]).optional(),
});

/** A ready content beside what a device is known to have. */
export const DeviceUpdateView = z.object({
  content: ContentView.pick({
    id: true,
    kind: true,
    name: true,
    version: true,
    fromVersions: true,
    manufacturer: true,
    models: true,
    size: true,
  }),
  /** The version that the content is compared with: of the firmware, or of the component that this content brought. */
  has: z.string().nullable(),
  fits: z.boolean(),
  /** Why it does not fit. */
  reason: z.object({ code: z.enum(["content_unfit", "already_there", "downgrade"]), text: z.string() }).nullable(),
});
export type DeviceUpdateView = z.infer<typeof DeviceUpdateView>;
export const DeviceUpdatePage = pageOf(DeviceUpdateView);

export const RegisterSigningKeyInput = z.strictObject({
  /** Whose key it is. */
  owner: ShortText,
  /** PEM of a public key (SubjectPublicKeyInfo) or of an X.509 certificate, whose dates then count; or a key of minisign. */
  publicKey: z.string().min(1).max(PEM_CHARACTERS_MAX),
  /**
   * `publicKey` is the certificate of a CA: signatures of those count whom it certifies for code signing (with `chain`),
   * not its own.
   */
  issuer: z.boolean().default(false),
  kinds: z.array(ContentKind).min(1).max(ContentKind.options.length).default(["firmware", "software"]),
  /** For whose devices it may sign; left out: for all. */
  manufacturers: z.array(ShortText).min(1).max(KEYS_FOR_MANUFACTURERS_MAX).optional(),
  notBefore: GivenInstant.optional(),
  notAfter: GivenInstant.optional(),
});

export const SigningKeyView = z.object({
  id: z.string(),
  owner: z.string(),
  algorithm: SignatureAlgorithm,
  /** SHA-256 over the SubjectPublicKeyInfo, in hex. */
  fingerprint: z.string(),
  /** PEM. */
  publicKey: z.string(),
  /** Subject of the CA whose certificates for code signing are believed; null: the key signs contents itself. */
  issuer: z.string().nullable(),
  kinds: z.array(ContentKind),
  manufacturers: z.array(z.string()).nullable(),
  notBefore: Instant.nullable(),
  notAfter: Instant.nullable(),
  createdBy: z.object({ id: z.string(), name: z.string() }),
  createdAt: Instant,
  revokedAt: Instant.nullable(),
  revokedReason: z.string().nullable(),
});
export type SigningKeyView = z.infer<typeof SigningKeyView>;

export const SigningKeyPage = pageOf(SigningKeyView);
export const ListSigningKeysInput = PageInput;
export const SigningKeyIdInput = z.strictObject({ id: z.string().min(1).max(200) });
export const RevokeSigningKeyInput = SigningKeyIdInput.extend({ reason: Reason });
