import Link from "next/link";
import { buttonStyle } from "@/components/ui/button";
import { serverTranslator } from "./texts";

export default async function NotFoundPage() {
  const t = await serverTranslator();
  return (
    <main className="mx-auto flex max-w-lg flex-col items-start gap-4 px-6 py-24">
      <h1 className="text-2xl">{t("notFound.title")}</h1>
      <p className="text-lg text-muted">{t("notFound.text")}</p>
      <Link href="/" className={buttonStyle({ intent: "primary" })}>
        {t("notFound.action")}
      </Link>
    </main>
  );
}
