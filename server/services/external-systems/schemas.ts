import { z } from "zod";
import { Instant } from "../devices/schemas";
import { GivenInstant } from "../given-instant";
import { PageInput, pageOf } from "../page";
import { Realm, Scope } from "../principal";

const Scopes = z.array(Scope).min(1).max(Scope.options.length);
/** Of a system (`xs_...`). */
const SystemId = z.string().min(1).max(64);
export const ClientId = z.string().min(1).max(64);
/** null: never. */
const End = GivenInstant.nullable();
/** 32 octets, of a curve of 256 bits. */
const Coordinate = z
  .string()
  .regex(/^[\w-]{43}$/, { message: "This has to be 32 octets in base64url, without padding." });
const Modulus = z.string().regex(/^[\w-]{342,683}$/, { message: "This has to be 2,048 to 4,096 bits in base64url." });

export const RegisterExternalSystemInput = z.strictObject({
  name: z.string().trim().min(1).max(128),
  realm: Realm.default("live"),
  scopes: Scopes,
});

/** The only answer that ever shows the secret. */
export const RegisteredExternalSystemView = z.object({
  id: z.string(),
  name: z.string(),
  realm: Realm,
  scopes: z.array(Scope),
  clientId: z.string(),
  clientSecret: z.string(),
  createdAt: Instant,
});
export type RegisteredExternalSystemView = z.infer<typeof RegisteredExternalSystemView>;

const KEY_FACTS = { kid: z.string().min(1).max(128).optional(), use: z.literal("sig").optional() };

/** A public key (JWK, RFC 7517). A private part is an unknown field, and is refused. */
export const PublicKey = z.union(
  [
    z.strictObject({
      ...KEY_FACTS,
      kty: z.literal("EC"),
      crv: z.literal("P-256"),
      x: Coordinate,
      y: Coordinate,
      alg: z.literal("ES256").optional(),
    }),
    z.strictObject({
      ...KEY_FACTS,
      kty: z.literal("OKP"),
      crv: z.literal("Ed25519"),
      x: Coordinate,
      alg: z.enum(["EdDSA", "Ed25519"]).optional(),
    }),
    z.strictObject({
      ...KEY_FACTS,
      kty: z.literal("RSA"),
      n: Modulus,
      e: z.literal("AQAB"),
      alg: z.literal("PS256").optional(),
    }),
  ],
  {
    error:
      "Give a public key as JWK: EC P-256, OKP Ed25519, or RSA of 2048 to 4096 bits. No private part, no other fields.",
  },
);
export type PublicKey = z.infer<typeof PublicKey>;

const PublicKeys = z.array(PublicKey).min(1).max(5);
/** SHA-256 of the certificate (DER) in base64url, as in `x5t#S256`. */
const Thumbprint = z
  .string()
  .regex(/^[\w-]{43}$/, { message: "Give the SHA-256 of the certificate in base64url (x5t#S256)." });

export const CredentialMethod = z.enum(["secret", "private_key", "certificate"]);

export const AddCredentialInput = z
  .strictObject({
    id: SystemId,
    method: CredentialMethod,
    keys: PublicKeys.optional(),
    /** Where the system keeps its keys (JWK Set), so that it can change them itself. */
    jwksUrl: z
      .url({ protocol: /^https?$/ })
      .max(2_048)
      .optional(),
    certificateThumbprint: Thumbprint.optional(),
    expiresAt: End.default(null),
  })
  .refine(
    (input) => (input.method === "private_key") === ((input.keys === undefined) !== (input.jwksUrl === undefined)),
    {
      path: ["keys"],
      message: "Give either keys or jwksUrl with the method private_key, and neither with another.",
    },
  )
  .refine((input) => input.method === "private_key" || (input.keys ?? input.jwksUrl) === undefined, {
    path: ["keys"],
    message: "Only the method private_key has keys.",
  })
  .refine((input) => input.method !== "certificate" || input.certificateThumbprint !== undefined, {
    path: ["certificateThumbprint"],
    message: "The method certificate needs the certificate's thumbprint.",
  });

export const CredentialView = z.object({
  clientId: z.string(),
  method: CredentialMethod,
  /** Those that are taken now. */
  secrets: z.array(
    z.object({ id: z.string(), createdAt: Instant, expiresAt: Instant.nullable(), lastUsedAt: Instant.nullable() }),
  ),
  keys: z.array(z.object({ kty: z.string(), kid: z.string().nullable() })),
  /** Where its keys are had; null: they are in `keys`. */
  jwksUrl: z.string().nullable(),
  certificateThumbprint: z.string().nullable(),
  createdAt: Instant,
  expiresAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
  lastUsedAt: Instant.nullable(),
});
export type CredentialView = z.infer<typeof CredentialView>;

/** `clientSecret` is shown in this answer only; null for a credential without one. */
export const NewCredentialView = CredentialView.extend({ clientSecret: z.string().nullable() });

export const ExternalSystemView = z.object({
  id: z.string(),
  name: z.string(),
  realm: Realm,
  scopes: z.array(Scope),
  disabled: z.boolean(),
  expiresAt: Instant.nullable(),
  destructiveDevicesPerHour: z.number().int(),
  /** Device groups outside of which it sees and does nothing; null: it is not limited. */
  allowedGroupIds: z.array(z.string()).nullable(),
  /** A POST of it without an Idempotency-Key is refused. */
  idempotencyKeyRequired: z.boolean(),
  createdAt: Instant,
  /** The newest first. */
  credentials: z.array(CredentialView),
});
export type ExternalSystemView = z.infer<typeof ExternalSystemView>;

export const ListExternalSystemsInput = PageInput;
export const ExternalSystemPage = pageOf(ExternalSystemView);

/** In the order of their names. */
export const SystemNamesView = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) });
export const ExternalSystemIdInput = z.strictObject({ id: SystemId });

/** Each is a condition of every query that the system asks for. */
const ALLOWED_GROUPS_MAX = 20;

/** What is left out stays as it is. */
export const ChangeExternalSystemInput = z.strictObject({
  id: SystemId,
  scopes: Scopes.optional(),
  disabled: z.boolean().optional(),
  expiresAt: End.optional(),
  destructiveDevicesPerHour: z.number().int().min(0).max(1_000_000).optional(),
  allowedGroupIds: z.array(z.string().min(1).max(64)).max(ALLOWED_GROUPS_MAX).nullable().optional(),
  idempotencyKeyRequired: z.boolean().optional(),
  reason: z.string().trim().min(1).max(500).optional(),
});

export const OVERLAP_DAYS_MAX = 30;

export const RotateSecretInput = z.strictObject({
  clientId: ClientId,
  /** For how long the secret until now is taken beside the new one. */
  overlapDays: z.number().min(0).max(OVERLAP_DAYS_MAX).default(7),
});

export const EndSecretInput = z.strictObject({ clientId: ClientId, secretId: z.uuid() });
export const ReplaceKeysInput = z.strictObject({ clientId: ClientId, keys: PublicKeys });
export const RevokeCredentialInput = z.strictObject({ clientId: ClientId });

/** RFC 6749 5.1. `expires_in` in seconds. */
export const TokenView = z.object({
  access_token: z.string(),
  token_type: z.literal("Bearer"),
  expires_in: z.number().int(),
  scope: z.string(),
});

/** RFC 6749 5.2. */
export const TokenErrorView = z.object({
  error: z.enum(["invalid_request", "invalid_client", "invalid_scope", "unsupported_grant_type"]),
  error_description: z.string(),
});

/** Who the caller is and what it may do. */
export const MeView = z.object({
  id: z.string(),
  kind: z.enum(["system", "user", "internal"]),
  name: z.string(),
  environment: Realm,
  scopes: z.array(Scope),
  limits: z.object({
    bodyOctets: z.number().int(),
    nestingLevels: z.number().int(),
    keysPerObject: z.number().int(),
    inlineDevices: z.number().int(),
    pageRows: z.number().int(),
  }),
});
