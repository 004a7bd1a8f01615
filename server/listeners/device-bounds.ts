import type { SessionStartBounds } from "../services/device-sessions";

/** What the device listener takes; each bound refuses beyond it. Documented in docs/operating.md. */
export interface DeviceBounds extends SessionStartBounds {
  readonly bodyOctetsMax: number;
  readonly headerOctetsMax: number;
  readonly headersMax: number;
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly keepAliveMs: number;
  /** A socket on which nothing moves, also while its answer is being read. */
  readonly silenceMs: number;
  readonly connectionsMax: number;
  readonly connectionsPerAddressMax: number;
  /** Messages being answered at once; more get 503. */
  readonly messagesUnderWayMax: number;
  /** Downloads under way at once, in all and of one task and content; more get 503. */
  readonly downloadsUnderWayMax: number;
  readonly downloadsPerGrantMax: number;
  /** Seconds that a refused device is asked to wait. */
  readonly retryAfterSeconds: number;
}

const DEFAULT_BOUNDS: DeviceBounds = {
  bodyOctetsMax: 262_144,
  headerOctetsMax: 16_384,
  headersMax: 60,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  keepAliveMs: 15_000,
  silenceMs: 60_000,
  connectionsMax: 10_000,
  connectionsPerAddressMax: 200,
  messagesUnderWayMax: 2_000,
  downloadsUnderWayMax: 1_000,
  downloadsPerGrantMax: 4,
  sessionStartsPerMinuteMax: 600,
  sessionsOfDevicePerHourMax: 300,
  retryAfterSeconds: 5,
};

/** One machine plays all devices, and lets them come as often as they can: only what counts per source and device is raised. */
const BENCH_BOUNDS: DeviceBounds = {
  ...DEFAULT_BOUNDS,
  connectionsPerAddressMax: 10_000,
  sessionStartsPerMinuteMax: 1_000_000,
  sessionsOfDevicePerHourMax: 1_000_000,
};

export function deviceBounds(profile: "default" | "bench"): DeviceBounds {
  return profile === "bench" ? BENCH_BOUNDS : DEFAULT_BOUNDS;
}
