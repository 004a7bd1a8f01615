import { z } from "zod";

/** What a credential may allow. Source of the list: docs/integrating.md, "Scopes". */
export const Scope = z.enum([
  "operations:read",
  "operations:write",
  "operations:firmware",
  "operations:destructive",
  "operations:approve",
  "devices:read",
  "devices:write",
  "devices:credentials",
  "groups:write",
  "systems:write",
  "users:write",
  "audit:read",
  "contents:read",
  "contents:write",
  "contents:approve",
  "events:read",
  "subscriptions:write",
]);
export type Scope = z.infer<typeof Scope>;

/** Live devices and simulated ones never meet: every read and write names its realm. */
export const Realm = z.enum(["live", "sandbox"]);
export type Realm = z.infer<typeof Realm>;

export const Role = z.enum(["agent", "operator", "administrator"]);
export type Role = z.infer<typeof Role>;

/** Who calls a use case. */
export interface Principal {
  readonly kind: "system" | "user" | "internal";
  /** `xs_...` or `usr_...`; "internal" for the server itself. */
  readonly id: string;
  readonly name: string;
  readonly realm: Realm;
  readonly scopes: ReadonlySet<Scope>;
  /**
   * The device groups outside of which an External System sees and does nothing, as they were when it was authenticated;
   * absent or null: it is not limited.
   */
  readonly deviceGroups?: readonly AllowedGroup[] | null;
  /** The sign-in of a person. */
  readonly session?: PrincipalSession;
  /** A POST of this caller has to bring an Idempotency-Key. */
  readonly idempotencyKeyRequired?: boolean;
}

export interface PrincipalSession {
  /** SHA-256 of what its cookie names, in base64url: it tells sessions apart and opens none. */
  readonly id: string;
  /** The password was given within the last ten minutes. */
  readonly provedRecently: boolean;
}

/** `filter` null: the group lists its devices. */
export interface AllowedGroup {
  readonly groupId: string;
  readonly filter: string | null;
}

/** What each role of the console may do, in scopes, so that one check serves console and API. */
export const ROLE_SCOPES: Readonly<Record<Role, readonly Scope[]>> = {
  agent: ["devices:read", "operations:read", "operations:write", "contents:read"],
  /** `audit:read` of an operator is for what they did themselves. */
  operator: [
    "devices:read",
    "devices:write",
    "groups:write",
    "operations:read",
    "operations:write",
    "operations:firmware",
    "operations:destructive",
    "contents:read",
    "contents:write",
    "audit:read",
    "events:read",
  ],
  administrator: Scope.options,
};
