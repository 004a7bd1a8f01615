import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { LiveProvider } from "@/components/live/live-provider";
import { AppShell } from "@/components/shell/app-shell";
import { readTheme, SHORTCUTS_COOKIE, THEME_COOKIE } from "@/components/shell/preference-cookies";
import type { Environment } from "@/components/trpc/api-client";
import { ApiProvider } from "@/components/trpc/api-provider";
import { currentSession } from "@/server/api/console";

interface ConsoleShellProps {
  readonly environment: Environment;
  readonly children: ReactNode;
}

/** What is around every page of the console, with the data of one environment. */
export async function ConsoleShell({ environment, children }: ConsoleShellProps) {
  const session = await currentSession();
  // Each page asks for itself and leads to the sign-in page, which then leads back to that very page.
  if (!session) return children;
  const { user } = session;
  const given = await cookies();
  return (
    <ApiProvider environment={environment}>
      <LiveProvider>
        <AppShell
          environment={environment}
          user={{ name: user.name, email: user.email, role: user.role }}
          theme={readTheme(given.get(THEME_COOKIE)?.value)}
          shortcuts={given.get(SHORTCUTS_COOKIE)?.value !== "off"}
        >
          {children}
        </AppShell>
      </LiveProvider>
    </ApiProvider>
  );
}
