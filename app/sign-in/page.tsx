import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { EntrancePage } from "@/components/sign-in/entrance-page";
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
    <EntrancePage title={t("signIn.title")} product={t("signIn.product")}>
      <SignInForm next={path} />
    </EntrancePage>
  );
}
