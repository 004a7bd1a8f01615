import type { KeySets } from "./key-sets";

/** How a client says who it is, in exactly one way for each request. */
export type ClientProof =
  | { readonly method: "secret"; readonly clientId: string; readonly clientSecret: string }
  /** RFC 7523: a signed assertion. `issuer`: who we are, its only audience. `clientId`: where the request names it too. */
  | {
      readonly method: "private_key";
      readonly assertion: string;
      readonly issuer: string;
      /** The keys of clients that keep them at an address. */
      readonly keySets: KeySets;
      readonly clientId?: string;
    }
  /** RFC 8705 2.2: the certificate of the connection. */
  | { readonly method: "certificate"; readonly clientId: string };

/** A request of a client to the token or the revocation endpoint, before anything of it is believed. */
export interface ClientRequest {
  readonly proof: ClientProof;
  /** SHA-256 of the certificate with which the connection was made; null: without one. */
  readonly certificateThumbprint: Uint8Array | null;
  readonly sourceAddress: string;
  readonly requestId: string;
}
