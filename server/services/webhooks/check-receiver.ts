import { asFetchError, checkOutboundUrl } from "../../adapters/safe-fetch";
import { ServiceError } from "../errors";
import type { CallContext } from "../use-case";

/**
 * Refuses an address that no message would ever be sent to. What its host's name leads to is looked at when one is sent.
 *
 * Throws ServiceError INVALID_INPUT.
 */
export function checkReceiver({ outboundHosts = new Set() }: CallContext, url: string): void {
  try {
    checkOutboundUrl(url, outboundHosts);
  } catch (error) {
    const known = asFetchError(error);
    if (!known) throw error;
    throw new ServiceError("INVALID_INPUT", "The server does not go to this address.", [
      { pointer: "/url", code: "receiver", detail: known.message },
    ]);
  }
}
