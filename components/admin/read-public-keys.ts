import { PublicKey } from "@/server/services/external-systems/schemas";

/** Reads what an administrator pasted: a public key as JWK, a list of them, or a key set. null: none of these. */
export function readPublicKeys(text: string): PublicKey[] | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const listed = typeof value === "object" && value !== null && "keys" in value ? value.keys : value;
  const keys = PublicKey.array()
    .min(1)
    .safeParse(Array.isArray(listed) ? listed : [listed]);
  return keys.success ? keys.data : null;
}
