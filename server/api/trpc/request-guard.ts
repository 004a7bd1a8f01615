/** Names of the only header a page sends that no form and no foreign page can. */
export const CONSOLE_HEADER = "x-dmwsi";
export const BATCH_MAX = 10;

/**
 * Whether a request to the console's API may go on: a page of our own sent it. Returns what is wrong, or null.
 * GET is for the live stream only and changes nothing, so only POST is held to the rules.
 */
export function refusalOf(request: Request, consoleOrigin: string): string | null {
  if (request.method === "GET") return null;
  if (request.method !== "POST") return "Only GET and POST are answered here.";
  const { headers } = request;
  if (!/^application\/json\b/i.test(headers.get("content-type") ?? "")) return "The body has to be JSON.";
  if (!headers.get(CONSOLE_HEADER)) return `The header ${CONSOLE_HEADER} is missing.`;
  if (headers.get("origin") !== consoleOrigin) return "The request comes from another origin.";
  if (headers.get("sec-fetch-site") !== "same-origin") return "The request comes from another site.";
  return null;
}
