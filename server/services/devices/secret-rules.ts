import { createHash, randomBytes } from "node:crypto";

const SECRET_OCTETS = 20;

/** 160 random bits, in characters that every client and every bootstrap document can carry. */
export function newDeviceSecret(): string {
  return randomBytes(SECRET_OCTETS).toString("base64url");
}

/**
 * Whether a secret follows from what anybody can read off the device: an id, the id reversed, or the MD5 or SHA-1 of
 * either in hex or base64. Whole fleets were broken by such secrets.
 */
export function isDerivable(secret: string, ids: readonly string[]): boolean {
  const folded = secret.toLowerCase();
  return ids.flatMap(formsOf).some((form) => [form, reverse(form)].some((text) => guessesFrom(text).includes(folded)));
}

/** `IMEI:350000000000001` is known as its digits too. */
function formsOf(id: string): string[] {
  const bare = id.slice(id.lastIndexOf(":") + 1);
  return [...new Set([id, bare, bare.replaceAll("-", ""), id.toLowerCase(), id.toUpperCase(), bare.toLowerCase()])];
}

function guessesFrom(text: string): string[] {
  const digests = ["md5", "sha1"].flatMap((algorithm) => {
    const digest = createHash(algorithm).update(text).digest();
    return [digest.toString("hex"), digest.toString("base64"), digest.toString("base64url")];
  });
  return [text, ...digests].map((guess) => guess.toLowerCase());
}

function reverse(text: string): string {
  return [...text].reverse().join("");
}
