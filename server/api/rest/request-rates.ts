import type { ServerResponse } from "node:http";
import type { Rate, RateTaker } from "../../services/rate-limits";
import { HttpProblem } from "./problem";
import type { Route } from "./route";

export type RequestClass = "read" | "write" | "bulk";

/** How often one credential may ask, over all processes. */
export type RequestRates = Readonly<Record<RequestClass, Rate>>;

const DEFAULT: RequestRates = {
  read: { perSecond: 100, burst: 200 },
  write: { perSecond: 20, burst: 40 },
  /** What makes many things at once. */
  bulk: { perSecond: 1, burst: 5 },
};
/** For load from one's own machine. */
const BENCH: RequestRates = {
  read: { perSecond: 100_000, burst: 200_000 },
  write: { perSecond: 20_000, burst: 40_000 },
  bulk: { perSecond: 1_000, burst: 5_000 },
};

export function requestRates(profile: "default" | "bench"): RequestRates {
  return profile === "bench" ? BENCH : DEFAULT;
}

/**
 * Takes a request from its credential's rate, and puts on its answer, whatever that will be, the headers that say what
 * is left (draft-ietf-httpapi-ratelimit-headers, the syntax of its version 8 and later).
 *
 * Throws HttpProblem `rate-limited`.
 */
export async function takeRequest(
  take: RateTaker,
  clientId: string,
  route: Route,
  rates: RequestRates,
  response: ServerResponse,
): Promise<void> {
  const requestClass = classOf(route);
  const rate = rates[requestClass];
  const state = await take(clientId, requestClass, rate);
  response.setHeader(
    "RateLimit-Policy",
    `"${requestClass}";q=${rate.burst};w=${Math.ceil(rate.burst / rate.perSecond)}`,
  );
  response.setHeader("RateLimit", `"${requestClass}";r=${state.remaining};t=${Math.ceil(state.fullAfterSeconds)}`);
  if (state.isAllowed) return;
  throw new HttpProblem("rate-limited", "This credential asks too often. Wait as long as Retry-After says.", {
    headers: { "Retry-After": String(Math.max(1, Math.ceil(state.nextAfterSeconds))) },
  });
}

function classOf(route: Route): RequestClass {
  if (route.method === "GET") return "read";
  return route.isBulk ? "bulk" : "write";
}
