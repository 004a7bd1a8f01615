/** What a browser remembers of how its person wants the console; the server reads it before it renders. */
export const THEME_COOKIE = "theme";
export const LOCALE_COOKIE = "locale";
export const TIME_ZONE_COOKIE = "timeZone";
export const SHORTCUTS_COOKIE = "shortcuts";

export const THEMES = ["light", "dark", "system"] as const;
export type Theme = (typeof THEMES)[number];

const YEAR_SECONDS = 31_536_000;

export function readTheme(value: string | undefined): Theme {
  return THEMES.find((theme) => theme === value) ?? "system";
}

/** In the browser: remembers `value` for a year. */
export function rememberPreference(name: string, value: string): void {
  // The Cookie Store API that the rule asks for is not in every browser we support.
  // biome-ignore lint/suspicious/noDocumentCookie: see above
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}
