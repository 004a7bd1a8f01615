import { cookies, headers } from "next/headers";
import { cache } from "react";
import { createTranslator } from "use-intl/core";
import { chooseLocale, localeTag } from "@/components/intl/locales";
import { LOCALE_COOKIE, TIME_ZONE_COOKIE } from "@/components/shell/preference-cookies";
import de from "@/messages/de.json";
import en from "@/messages/en.json";

const MESSAGES = { en, de } as const;

/** The language and zone of this request's person, and the texts in that language. */
export const currentTexts = cache(async () => {
  const given = await cookies();
  const locale = chooseLocale(given.get(LOCALE_COOKIE)?.value, (await headers()).get("accept-language"));
  return {
    locale,
    tag: localeTag(locale),
    // The compiler holds the other catalogues to the English one's keys in their test, not here.
    messages: MESSAGES[locale] as typeof en,
    timeZone: knownZone(given.get(TIME_ZONE_COOKIE)?.value),
  };
});

/** Texts for page loaders: titles and whatever else is made on the server. */
export async function serverTranslator() {
  const { tag, messages, timeZone } = await currentTexts();
  return createTranslator({ locale: tag, messages, timeZone });
}

function knownZone(zone: string | undefined): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone ?? "UTC" }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
}
