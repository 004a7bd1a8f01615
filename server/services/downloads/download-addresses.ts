import { hash } from "node:crypto";
import type { Sealer } from "../secrets";

/** What tokens are made of. 160 bits: nobody guesses one. */
const TOKEN_OCTETS = 20;
const TOKEN = /^[A-Za-z0-9_-]{27}$/;

/** Addresses of downloads. */
export interface DownloadAddresses {
  urlOf(grant: string): string;
  /** What the token of a grant is found by in the table. */
  hashOf(grant: string): Buffer;
}

/**
 * The token of a grant is an HMAC over its name under a key of the server: the same on every node and each time that a
 * plan is replayed, and kept nowhere. `dmUrl`: the address of the device endpoint, beside which the downloads are.
 */
export function downloadAddresses(sealer: Pick<Sealer, "sign">, dmUrl: string): DownloadAddresses {
  const tokenOf = (grant: string): string =>
    sealer.sign("downloads", grant).subarray(0, TOKEN_OCTETS).toString("base64url");
  const base = new URL("dl/", dmUrl);
  // There are clients that take 80 for any port that is not written out.
  const origin = `${base.protocol}//${base.hostname}:${base.port || (base.protocol === "https:" ? "443" : "80")}`;
  return {
    urlOf: (grant) => `${origin}${base.pathname}${tokenOf(grant)}`,
    hashOf: (grant) => tokenHash(tokenOf(grant)),
  };
}

/** null: the text is no token that could have been given. */
export function hashOfToken(token: string): Buffer | null {
  return TOKEN.test(token) ? tokenHash(token) : null;
}

function tokenHash(token: string): Buffer {
  return hash("sha256", token, "buffer");
}
