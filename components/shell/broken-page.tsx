"use client";
import { RotateCw } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "../ui/button";

interface BrokenPageProps {
  /** The digest is what the server's log calls the failure. */
  readonly error: Error & { readonly digest?: string };
}

/** Stands where a page broke. Trying again asks the server anew: what it sent is what broke. */
export function BrokenPage({ error }: BrokenPageProps) {
  const t = useTranslations("problem");
  return (
    <div className="flex max-w-lg flex-col items-start gap-4 py-12">
      <h1 className="text-2xl">{t("broken.title")}</h1>
      <p className="text-lg text-muted">{t("broken.text")}</p>
      {error.digest ? <p className="font-mono text-muted text-sm">{error.digest}</p> : null}
      <Button intent="primary" onClick={() => window.location.reload()}>
        <RotateCw aria-hidden="true" />
        {t("retry")}
      </Button>
    </div>
  );
}
