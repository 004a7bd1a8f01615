import { sha256 } from "../../sha256";
import { DOWNLOAD_TOKEN_OCTETS, downloadUrl, isDownloadToken } from "../device-sessions/download-url";
import type { Sealer } from "../secrets";

/** Addresses of downloads. */
export interface DownloadAddresses {
  urlOf(grant: string): string;
  /** What the token of a grant is found by in the table. */
  hashOf(grant: string): Buffer;
}

/**
 * The token of a grant is an HMAC over its name under a key of the server: the same on every node and each time that a
 * plan is replayed, and kept nowhere. `dmUrl`: the address of the device endpoint.
 */
export function downloadAddresses(sealer: Pick<Sealer, "sign">, dmUrl: string): DownloadAddresses {
  const tokenOf = (grant: string): string =>
    sealer.sign("downloads", grant).subarray(0, DOWNLOAD_TOKEN_OCTETS).toString("base64url");
  return {
    urlOf: (grant) => downloadUrl(dmUrl, tokenOf(grant)),
    hashOf: (grant) => tokenHash(tokenOf(grant)),
  };
}

/** null: the text is no token that could have been given. */
export function hashOfToken(token: string): Buffer | null {
  return isDownloadToken(token) ? tokenHash(token) : null;
}

function tokenHash(token: string): Buffer {
  return sha256(token);
}
