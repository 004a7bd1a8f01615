import { encodeBase64 } from "./base64";

/** The Type of a Cred or Chal for basic authentication. Source: OMA-TS-DM_Security 1.2.1. */
export const BASIC_TYPE = "syncml:auth-basic";

/** The data of a basic Cred, Format b64: B64(name ":" secret). Names outside ASCII go as UTF-8. */
export function basicCredential(name: string, secret: Uint8Array): string {
  return encodeBase64(nameAndSecret(name, secret));
}

export function nameAndSecret(name: string, secret: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`${name}:`, "utf8"), secret]);
}
