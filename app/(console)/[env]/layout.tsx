import { cookies } from "next/headers";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { LiveProvider } from "@/components/live/live-provider";
import { AppShell } from "@/components/shell/app-shell";
import { readTheme, SHORTCUTS_COOKIE, THEME_COOKIE } from "@/components/shell/preference-cookies";
import { ApiProvider } from "@/components/trpc/api-provider";
import { currentSession } from "@/server/api/console";
import { Realm } from "@/server/services/principal";

interface ConsoleLayoutProps {
  readonly params: Promise<{ readonly env: string }>;
  readonly children: ReactNode;
}

export default async function ConsoleLayout({ params, children }: ConsoleLayoutProps) {
  const environment = Realm.safeParse((await params).env);
  if (!environment.success) notFound();
  const session = await currentSession();
  // Each page asks for itself and leads to the sign-in page, which then leads back to that very page.
  if (!session) return children;
  const { user } = session;
  const given = await cookies();
  return (
    <ApiProvider environment={environment.data}>
      <LiveProvider>
        <AppShell
          environment={environment.data}
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
