import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { TextProvider } from "@/components/intl/text-provider";
import { AliveMark } from "@/components/shell/alive-mark";
import { readTheme, THEME_COOKIE } from "@/components/shell/preference-cookies";
import { StyleNonce } from "@/components/shell/style-nonce";
import { TooltipProvider } from "@/components/ui/tooltip";
import { ClockProvider } from "@/components/value/clock";
import { mono, sans } from "./fonts";
import "./globals.css";
import { currentTexts } from "./texts";

export const metadata: Metadata = { title: { template: "%s · DMWSI", default: "DMWSI" }, robots: "noindex" };
export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#151a21" },
  ],
};

/** Reads cookies, so every page is rendered per request: each needs its own nonce. */
export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const { tag, locale, messages, timeZone } = await currentTexts();
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html lang={locale} data-theme={theme} className={`${sans.variable} ${mono.variable}`}>
      <body>
        <StyleNonce />
        <AliveMark />
        <TextProvider locale={tag} messages={messages} timeZone={timeZone}>
          <ClockProvider startedAt={Date.now()}>
            <TooltipProvider>{children}</TooltipProvider>
          </ClockProvider>
        </TextProvider>
      </body>
    </html>
  );
}
