import { z } from "zod";
import { Instant } from "../devices/schemas";
import { Realm, Scope } from "../principal";

export const RegisterExternalSystemInput = z.strictObject({
  name: z.string().trim().min(1).max(128),
  realm: Realm.default("live"),
  scopes: z.array(Scope).min(1).max(Scope.options.length),
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
