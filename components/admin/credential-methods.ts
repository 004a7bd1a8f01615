import type { CredentialView } from "@/server/services/external-systems/schemas";

export type CredentialMethod = CredentialView["method"];

/** A list of its own, held to the schema by the compiler and a test: the schema's library stays out of the browser. */
export const CREDENTIAL_METHODS = [
  "secret",
  "private_key",
  "certificate",
] as const satisfies readonly CredentialMethod[];
