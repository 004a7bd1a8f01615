import type { CredentialView, ExternalSystemView } from "@/server/services/external-systems/schemas";

export type SystemStatus = "active" | "expired" | "disabled";
export type CredentialStatus = "active" | "expiring" | "expired" | "revoked";

/** Whoever runs the other side needs some days to put in a new one. */
const EXPIRING_MS = 14 * 24 * 3_600_000;

/** Whether a system is let in. `now` in milliseconds. */
export function systemStatus(system: Pick<ExternalSystemView, "disabled" | "expiresAt">, now: number): SystemStatus {
  if (system.disabled) return "disabled";
  return system.expiresAt !== null && Date.parse(system.expiresAt) <= now ? "expired" : "active";
}

export function credentialStatus(
  credential: Pick<CredentialView, "revokedAt" | "expiresAt">,
  now: number,
): CredentialStatus {
  if (credential.revokedAt !== null) return "revoked";
  if (credential.expiresAt === null) return "active";
  const left = Date.parse(credential.expiresAt) - now;
  if (left <= 0) return "expired";
  return left < EXPIRING_MS ? "expiring" : "active";
}
