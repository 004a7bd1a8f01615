import { decodeBase64 } from "./base64";
import { macDigest } from "./md5";

/** The Type of a Chal for a MAC; it never stands in a Cred. Source: OMA-TS-DM_Security 1.2.1. */
export const MAC_TYPE = "syncml:auth-MAC";

/** The HTTP header that carries a MAC, in the lower case of HTTP libraries. Source: OMA-TS-DM_Security 1.2.1. */
export const MAC_HEADER = "x-syncml-hmac";

/** What the header says: who made the MAC, and the MAC in base64. */
export interface MacHeader {
  readonly username: string;
  readonly mac: string;
}

/** What a MAC is made with: `credential` is B64(MD5(name ":" secret)). */
export interface MacKey {
  readonly name: string;
  readonly credential: string;
  readonly nonce: Uint8Array;
}

const HEADER_CHARACTERS_MAX = 1_024;
const MAC_OCTETS = 16;
/** One parameter of the list, with the white space around it: name, quoted value, bare value (which may end in `=`). */
const PARAMETER = /\s*([A-Za-z][\w-]*)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))\s*(?:,|$)/y;

/**
 * Reads the header: parameters parted by commas in any order, values quoted or bare, `algorithm` left out or MD5. Null
 * for everything else: a parameter twice, none of the two that are needed, a MAC that is not 16 octets.
 */
export function readMacHeader(text: string): MacHeader | null {
  if (text.length > HEADER_CHARACTERS_MAX) return null;
  const parameters = new Map<string, string>();
  PARAMETER.lastIndex = 0;
  for (let at = 0; at < text.length; at = PARAMETER.lastIndex) {
    const found = PARAMETER.exec(text);
    const name = found?.[1]?.toLowerCase();
    if (name === undefined || parameters.has(name)) return null;
    parameters.set(name, found?.[3] ?? (found?.[2] ?? "").replace(/\\(.)/g, "$1"));
  }
  const { username, mac, algorithm = "MD5" } = Object.fromEntries(parameters);
  if (username === undefined || mac === undefined || algorithm.toUpperCase() !== "MD5") return null;
  if (decodeBase64(mac)?.length !== MAC_OCTETS) return null;
  return { username: Buffer.from(username, "latin1").toString("utf8"), mac };
}

/**
 * Writes the header for these octets of a body. A name outside ASCII goes as the octets of its UTF-8, which is how HTTP
 * libraries take a text; control characters, which no header may hold, are left out.
 */
export function writeMacHeader({ name, credential, nonce }: MacKey, body: Uint8Array): string {
  const username = Buffer.from(name.replace(/\p{Cc}/gu, ""), "utf8").toString("latin1");
  const mac = macDigest(credential, nonce, body);
  return `algorithm=MD5, username="${username.replace(/["\\]/g, "\\$&")}", mac=${mac}`;
}
