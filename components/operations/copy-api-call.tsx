"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";

/** Copies what was asked for as a call of the public API. */
export function CopyApiCall({ text }: { readonly text: string }) {
  const t = useTranslations("copy");
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text.replace("$DMWSI", window.location.origin));
    setCopied(true);
  };
  return (
    <button type="button" onClick={() => void copy()} className="rounded-sm text-link hover:underline">
      <span role="status">{t(copied ? "apiCallCopied" : "apiCall")}</span>
    </button>
  );
}
