import type { SigningKeyView } from "@/server/services/contents/schemas";

export type SigningKeyStatus = "valid" | "not_yet" | "expired" | "revoked";

/** Whether signatures of a key count at `now`, in milliseconds of the epoch. */
export function signingKeyStatus(
  { revokedAt, notBefore, notAfter }: Pick<SigningKeyView, "revokedAt" | "notBefore" | "notAfter">,
  now: number,
): SigningKeyStatus {
  if (revokedAt !== null) return "revoked";
  if (notAfter !== null && Date.parse(notAfter) <= now) return "expired";
  return notBefore !== null && Date.parse(notBefore) > now ? "not_yet" : "valid";
}
