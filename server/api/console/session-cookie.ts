/**
 * The console's cookies. `__Host-` binds them to this very host and to Secure, which browsers also keep on
 * http://127.0.0.1 and http://localhost.
 */
const PROTECTED = { httpOnly: true, secure: true, sameSite: "lax", path: "/" } as const;

export const SESSION_COOKIE = "__Host-dmwsi.session";

export const CONSOLE_COOKIES = {
  sessionToken: { name: SESSION_COOKIE, options: PROTECTED },
  csrfToken: { name: "__Host-dmwsi.csrf", options: PROTECTED },
  callbackUrl: { name: "__Host-dmwsi.callback", options: PROTECTED },
} as const;
