/** The start of an operation as a call of the public API. */
export function apiCall(kind: string, params: unknown, target: unknown, origin?: string): string {
  return postCall("/operations", { kind, params, target }, origin);
}

/**
 * The call of the public API that asks for the same, as a line for a shell. The token is the caller's own to put in,
 * as is the address where the page is not at hand.
 */
export function postCall(path: string, input: unknown, origin = "$DMWSI"): string {
  const body = JSON.stringify(input);
  return [
    `curl -sS -X POST ${origin}/api/v1${path}`,
    '-H "Authorization: Bearer $TOKEN"',
    "-H 'Content-Type: application/json'",
    '-H "Idempotency-Key: $(uuidgen)"',
    `-d '${body.replaceAll("'", "'\\''")}'`,
  ].join(" \\\n  ");
}
