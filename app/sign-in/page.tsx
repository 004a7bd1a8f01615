import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { BrandMark } from "@/components/shell/brand-mark";
import { ownPath } from "@/components/sign-in/own-path";
import { SignInForm } from "@/components/sign-in/sign-in-form";
import { currentSession } from "@/server/api/console";
import { serverTranslator } from "../texts";

interface SignInPageProps {
  readonly searchParams: Promise<{ readonly next?: string | string[] }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await serverTranslator())("signIn.title") };
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { next } = await searchParams;
  const path = ownPath(typeof next === "string" ? next : null);
  if (await currentSession()) redirect(path);
  const t = await serverTranslator();
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 pt-[14vh] pb-16">
      <div className="w-full max-w-sm">
        <div className="mb-8 flex items-center gap-3">
          <BrandMark className="size-9" />
          <div>
            <p className="font-semibold text-lg leading-5 tracking-tight">DMWSI</p>
            <p className="text-muted text-sm">{t("signIn.product")}</p>
          </div>
        </div>
        <div className="rounded-lg border border-hairline bg-surface p-6">
          <h1 className="mb-5 text-xl">{t("signIn.title")}</h1>
          <SignInForm next={path} />
        </div>
      </div>
    </main>
  );
}
