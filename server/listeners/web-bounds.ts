/** What the web listener takes; each bound refuses beyond it. Documented in docs/operating.md. */
export interface WebBounds {
  readonly headerOctetsMax: number;
  readonly headersMax: number;
  readonly headersTimeoutMs: number;
  /** For a whole request, its body too, unless it is a file's. */
  readonly requestTimeoutMs: number;
  readonly keepAliveMs: number;
  readonly connectionsMax: number;
}

export const WEB_BOUNDS: WebBounds = {
  headerOctetsMax: 32_768,
  headersMax: 200,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  keepAliveMs: 15_000,
  connectionsMax: 10_000,
};
