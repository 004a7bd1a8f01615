"use client";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import type { Environment } from "../trpc/api-client";
import { Sheet } from "../ui/sheet";
import type { ConsoleUser } from "./console-user";
import { EnvironmentChoice } from "./environment-choice";
import { Header } from "./header";
import type { Theme } from "./preference-cookies";
import { Sidebar } from "./sidebar";
import { MAIN_ID, SkipLink } from "./skip-link";
import { useGoKeys } from "./use-go-keys";
import { useHeadingFocus } from "./use-heading-focus";

interface AppShellProps {
  readonly environment: Environment;
  readonly user: ConsoleUser;
  readonly theme: Theme;
  readonly shortcuts: boolean;
  readonly children: ReactNode;
}

/** What is around every page: navigation at the side, search and state of things above. */
export function AppShell({ environment, user, theme, shortcuts: initialShortcuts, children }: AppShellProps) {
  const t = useTranslations();
  const [menuOpen, setMenuOpen] = useState(false);
  const [shortcuts, setShortcuts] = useState(initialShortcuts);
  useGoKeys(environment, user.role, shortcuts);
  useHeadingFocus();
  return (
    <div
      data-density={user.role === "agent" ? "regular" : "compact"}
      className="grid min-h-dvh grid-cols-[minmax(0,1fr)] sm:grid-cols-[3.5rem_minmax(0,1fr)] lg:grid-cols-[13.5rem_minmax(0,1fr)]"
    >
      <SkipLink />
      <div className="sticky top-0 h-dvh border-hairline border-e bg-surface max-sm:hidden">
        <Sidebar environment={environment} role={user.role} width="rail" />
      </div>
      <Sheet open={menuOpen} onOpenChange={setMenuOpen} title={t("shell.navigation")}>
        <Sidebar environment={environment} role={user.role} width="full" onNavigate={() => setMenuOpen(false)} />
        {user.role === "agent" ? null : <EnvironmentChoice environment={environment} />}
      </Sheet>
      <div className="flex min-w-0 flex-col">
        <Header
          environment={environment}
          user={user}
          theme={theme}
          shortcuts={shortcuts}
          onShortcutsChange={setShortcuts}
          onMenu={() => setMenuOpen(true)}
        />
        {environment === "sandbox" ? (
          <section
            aria-label={t("environment.heading")}
            className="bg-sandbox px-6 py-1.5 text-center font-medium text-on-sandbox text-sm"
          >
            {t("environment.band")}
          </section>
        ) : null}
        <main id={MAIN_ID} tabIndex={-1} className="mx-auto w-full max-w-[90rem] flex-1 px-4 py-5 outline-none sm:px-6">
          {children}
        </main>
      </div>
    </div>
  );
}
