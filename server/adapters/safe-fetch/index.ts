export { asFetchError, FetchError } from "./fetch-error";
export type { AllowedHosts } from "./outbound-url";
export { createSafeFetch, type SafeFetch } from "./safe-fetch";
