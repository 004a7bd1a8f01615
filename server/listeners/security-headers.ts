import type { ServerResponse } from "node:http";

/** Where browsers report what the policy kept a page from doing. */
export const CSP_REPORT_PATH = "/api/csp-report";

const YEAR_SECONDS = 31_536_000;

/**
 * The page policy: scripts and style elements of this answer only, by nonce; nothing from elsewhere; no framing.
 * Style attributes are allowed, since charts and virtual lists place things by them. Development adds what Next's
 * reload and error pages need.
 */
export function contentSecurityPolicy(nonce: string, development: boolean): string {
  const directives = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    `style-src-elem 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    `connect-src 'self'${development ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    `report-uri ${CSP_REPORT_PATH}`,
  ];
  return directives.join("; ");
}

/** What every answer of the console's port carries. `secure`: the console is reached by https. */
export function setSecurityHeaders(response: ServerResponse, secure: boolean): void {
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.setHeader("Referrer-Policy", "same-origin");
  response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
  if (secure) response.setHeader("Strict-Transport-Security", `max-age=${YEAR_SECONDS}; includeSubDomains`);
}
