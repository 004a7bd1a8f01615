"use client";
import { RotateCw } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";

/** A page that broke: the shell stays. The digest is what the server's log calls the failure. */
export default function ErrorPage({
  error,
  reset,
}: {
  readonly error: Error & { digest?: string };
  readonly reset: () => void;
}) {
  const t = useTranslations("problem");
  return (
    <div className="flex max-w-lg flex-col items-start gap-4 py-12">
      <h1 className="text-2xl">{t("broken.title")}</h1>
      <p className="text-lg text-muted">{t("broken.text")}</p>
      {error.digest ? <p className="font-mono text-muted text-sm">{error.digest}</p> : null}
      <Button intent="primary" onClick={reset}>
        <RotateCw aria-hidden="true" />
        {t("retry")}
      </Button>
    </div>
  );
}
