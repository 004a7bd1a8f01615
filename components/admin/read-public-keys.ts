import type { PublicKey } from "@/server/services/external-systems/schemas";

const KEY_TYPES = ["EC", "OKP", "RSA"];
/** Members of a JWK that only its owner may have [RFC 7518 6.2.2, 6.3.2, 6.4]. */
const PRIVATE_MEMBERS = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/**
 * Reads what an administrator pasted: a public key as JWK, a list of them, or a key set. null: none of these. By hand and
 * not by the schema, whose library would come to the browser with it; the server looks at every member.
 */
export function readPublicKeys(text: string): PublicKey[] | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  // A list has a method of the name.
  const isKeySet = typeof value === "object" && value !== null && Object.hasOwn(value, "keys");
  const listed = isKeySet ? (value as { readonly keys: unknown }).keys : value;
  const keys: unknown[] = Array.isArray(listed) ? listed : [listed];
  return keys.length > 0 && keys.every(isPublicKey) ? keys : null;
}

function isPublicKey(key: unknown): key is PublicKey {
  if (typeof key !== "object" || key === null || !("kty" in key)) return false;
  return KEY_TYPES.includes(String(key.kty)) && !PRIVATE_MEMBERS.some((name) => name in key);
}
