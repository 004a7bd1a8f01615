export { asFetchError, FetchError } from "./fetch-error";
export { type AllowedHosts, destinationOf as checkOutboundUrl } from "./outbound-url";
export { createSafeFetch, isRefusal, type SafeFetch } from "./safe-fetch";
