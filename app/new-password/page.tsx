import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { NewPassword } from "@/components/account/new-password";
import { EntrancePage } from "@/components/sign-in/entrance-page";
import { ownPath } from "@/components/sign-in/own-path";
import { currentSession } from "@/server/api/console";
import { serverTranslator } from "../texts";

interface NewPasswordPageProps {
  readonly searchParams: Promise<{ readonly next?: string | string[] }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await serverTranslator())("account.new.title") };
}

/** Where everybody is led whose password somebody else chose. */
export default async function NewPasswordPage({ searchParams }: NewPasswordPageProps) {
  const { next } = await searchParams;
  const path = ownPath(typeof next === "string" ? next : null);
  const session = await currentSession();
  if (!session) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  if (!session.user.mustChangePassword) redirect(path);
  const t = await serverTranslator();
  return (
    <EntrancePage title={t("account.new.title")} product={t("signIn.product")}>
      <p className="mb-4 text-muted">{t("account.new.about")}</p>
      <NewPassword email={session.user.email} next={path} />
    </EntrancePage>
  );
}
