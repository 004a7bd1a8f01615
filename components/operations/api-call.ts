/**
 * The call of the public API that asks for the same, as a line for a shell. The token is the caller's own to put in,
 * as is the address where the page is not at hand.
 */
export function apiCall(kind: string, params: unknown, target: unknown, origin = "$DMWSI"): string {
  const body = JSON.stringify({ kind, params, target });
  return [
    `curl -sS -X POST ${origin}/api/v1/operations`,
    '-H "Authorization: Bearer $TOKEN"',
    "-H 'Content-Type: application/json'",
    '-H "Idempotency-Key: $(uuidgen)"',
    `-d '${body.replaceAll("'", "'\\''")}'`,
  ].join(" \\\n  ");
}
