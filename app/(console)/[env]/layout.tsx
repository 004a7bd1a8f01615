import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { Realm } from "@/server/services/principal";
import { ConsoleShell } from "../console-shell";

interface EnvironmentLayoutProps {
  readonly params: Promise<{ readonly env: string }>;
  readonly children: ReactNode;
}

export default async function EnvironmentLayout({ params, children }: EnvironmentLayoutProps) {
  const environment = Realm.safeParse((await params).env);
  if (!environment.success) notFound();
  return <ConsoleShell environment={environment.data}>{children}</ConsoleShell>;
}
