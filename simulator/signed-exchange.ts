import type { HttpExchange } from "./http-exchange";
import type { ClientProof } from "./proofs";

/** Carries one message, with the device's MAC where it proves itself so, and keeps the MAC of the answer. */
export interface SignedExchange {
  readonly http: HttpExchange;
  /** The header `x-syncml-hmac` of the answer taken last; null where it had none. */
  replyMac(): string | null;
}

export function signedExchange(http: HttpExchange, proof: ClientProof): SignedExchange {
  let replyMac: string | null = null;
  return {
    http: {
      get: (url, headers) => http.get(url, headers),
      async post(url, contentType, body) {
        const reply = await http.post(url, contentType, body, proof.mac(body));
        replyMac = reply.mac;
        return reply;
      },
      postAndDrop: (url, contentType, body) => http.postAndDrop(url, contentType, body, proof.mac(body)),
      close: () => http.close(),
    },
    replyMac: () => replyMac,
  };
}
