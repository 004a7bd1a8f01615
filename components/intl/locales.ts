/** The console's languages. `tag` is what numbers and dates are written by: British English for "22 Nov 2026, 10:05". */
export const LOCALES = [
  { name: "en", tag: "en-GB", ownName: "English" },
  { name: "de", tag: "de-DE", ownName: "Deutsch" },
] as const;

export type LocaleName = (typeof LOCALES)[number]["name"];

/** The language to speak: the chosen one, else the first the browser asks for that we have, else English. */
export function chooseLocale(chosen: string | undefined, acceptLanguage: string | null): LocaleName {
  const known = (name: string | undefined) => LOCALES.find((locale) => locale.name === name)?.name;
  const asked = (acceptLanguage ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", quality] = part.trim().split(";q=");
      return { name: tag.slice(0, 2).toLowerCase(), quality: quality === undefined ? 1 : Number(quality) || 0 };
    })
    .filter((wish) => wish.quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return known(chosen) ?? asked.map((wish) => known(wish.name)).find((name) => name !== undefined) ?? "en";
}

export function localeTag(name: LocaleName): string {
  return LOCALES.find((locale) => locale.name === name)?.tag ?? "en-GB";
}
