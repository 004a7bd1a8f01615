"use client";
import { useTranslations } from "use-intl";
import { ShownOnce } from "./shown-once";

/** What a system signs in with. It is in memory of this page alone, and nowhere once the dialog is gone. */
export interface NewSecret {
  readonly clientId: string;
  readonly clientSecret: string;
}

interface SecretOnceProps {
  /** null: nothing is shown. */
  readonly secret: NewSecret | null;
  readonly onStored: () => void;
}

/** Shows the secret of a system. */
export function SecretOnce({ secret, onStored }: SecretOnceProps) {
  const t = useTranslations("secretOnce");
  const lines = secret && [
    { label: t("clientId"), text: secret.clientId },
    { label: t("clientSecret"), text: secret.clientSecret },
  ];
  return (
    <ShownOnce
      title={t("title")}
      about={t("about")}
      once={t("once")}
      stored={t("stored")}
      lines={lines}
      onStored={onStored}
    />
  );
}
