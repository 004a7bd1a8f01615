"use client";
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "../ui/icon-button";

const SHOWN_MS = 2_000;

/** Puts `text` on the clipboard and says so. `what` names the thing ("device id"). */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  const t = useTranslations("copy");
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <>
      <IconButton
        label={t("copy", { what })}
        icon={copied ? Check : Copy}
        className="size-6 max-sm:size-9"
        onClick={() => {
          void navigator.clipboard.writeText(text).then(() => setCopied(true));
        }}
      />
      <span role="status" className="sr-only">
        {copied ? t("copied", { what }) : ""}
      </span>
    </>
  );
}
