import { SECRET_MASK as MASK } from "../../oma-dm";

const SIGNING_SECRET = /whsec_[A-Za-z0-9+/=_-]+/g;
const CREDENTIAL = /\b(Bearer|Basic|Digest)(\s+)[A-Za-z0-9._~+/=-]{4,}/gi;
/** Lengths are bounded, since receivers write what they like. */
const NAME = /[\w-]{0,32}(?:passw|secret|token|api[_-]?key|authorization|cookie|credential)[\w-]{0,32}/;
const ASSIGNED = /(?:\\?["'])?\s{0,8}[:=]\s{0,8}/;
/** In quotes of either kind, in quotes that are escaped since it is JSON in a text, or without. */
const VALUE =
  /(?<plain>["'])(?:\\.|(?!\k<plain>)[^\\])*\k<plain>?|(?<escaped>\\["'])(?:\\{2,16}["']|(?!\k<escaped>).)*\k<escaped>?|[^\s,;&}<]+/s;
/** A member, field or header that is called like a secret, and its value. */
const NAMED = new RegExp(`(?<name>${NAME.source}${ASSIGNED.source})(?:${VALUE.source})`, "gis");

/**
 * What a receiver said, as it may be kept and shown: credentials, and values that are called like secrets, are masked, since
 * many a framework shows what it got or is set up with when it fails. `secrets`: those of the subscription.
 */
export function maskAnswer(text: string, secrets: readonly string[]): string {
  let masked = text;
  for (const secret of secrets) masked = masked.replaceAll(secret.slice(secret.indexOf("_") + 1), MASK);
  return masked
    .replace(SIGNING_SECRET, MASK)
    .replace(CREDENTIAL, `$1$2${MASK}`)
    .replace(NAMED, `$<name>$<plain>$<escaped>${MASK}$<plain>$<escaped>`);
}
