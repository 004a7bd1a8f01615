import { asFetchError, checkOutboundUrl } from "../adapters/safe-fetch";
import { ServiceError } from "./errors";
import type { CallContext } from "./use-case";

/**
 * Refuses an address that the server would never go to, and one with a password in it, which others would see. What its
 * host's name leads to is looked at when the server goes there.
 *
 * Throws ServiceError INVALID_INPUT for the field that it stands in.
 */
export function checkDestination(
  { outboundHosts = new Set() }: CallContext,
  url: string,
  field: { readonly pointer: string; readonly code: string },
): void {
  try {
    checkOutboundUrl(url, outboundHosts);
  } catch (error) {
    const known = asFetchError(error);
    if (!known) throw error;
    throw new ServiceError("INVALID_INPUT", "The server does not go to this address.", [
      { ...field, detail: known.message },
    ]);
  }
}
