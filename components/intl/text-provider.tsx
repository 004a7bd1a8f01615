"use client";
import { type ReactNode, useEffect, useState } from "react";
import { IntlProvider, type Messages } from "use-intl";
import { rememberPreference, TIME_ZONE_COOKIE } from "../shell/preference-cookies";

interface TextProviderProps {
  /** BCP 47, such as en-GB. */
  readonly locale: string;
  readonly messages: Messages;
  /** Zone the server rendered with: the one this browser told last, else UTC. */
  readonly timeZone: string;
  readonly children: ReactNode;
}

/** Texts and formats. A browser that the server does not know yet tells its zone, and the times follow. */
export function TextProvider({ locale, messages, timeZone: initialZone, children }: TextProviderProps) {
  const [timeZone, setTimeZone] = useState(initialZone);
  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (own && own !== initialZone) {
      rememberPreference(TIME_ZONE_COOKIE, own);
      setTimeZone(own);
    }
  }, [initialZone]);
  return (
    <IntlProvider locale={locale} messages={messages} timeZone={timeZone}>
      {children}
    </IntlProvider>
  );
}
