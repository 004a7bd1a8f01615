/** Where to go after sign-in: a path of this console, or its first page for anything else that somebody put there. */
export function ownPath(next: string | null | undefined): string {
  const FIRST_PAGE = "/";
  if (!next || !/^\/(?![/\\])/.test(next) || /[\\\p{Cc}]/u.test(next)) return FIRST_PAGE;
  const base = "http://console.invalid";
  if (!URL.canParse(next, base)) return FIRST_PAGE;
  const url = new URL(next, base);
  if (url.origin !== base || url.pathname.startsWith("/api/") || url.pathname === "/sign-in") return FIRST_PAGE;
  return url.pathname + url.search + url.hash;
}
