"use client";
import { useTranslations } from "use-intl";
import { ShownOnce } from "./shown-once";

/** With what a person signs in for the first time. It is in memory of this page alone. */
export interface NewPassword {
  readonly email: string;
  readonly password: string;
}

interface PasswordOnceProps {
  /** null: nothing is shown. */
  readonly password: NewPassword | null;
  readonly onStored: () => void;
}

/** Shows a first password to whoever hands it over. */
export function PasswordOnce({ password, onStored }: PasswordOnceProps) {
  const t = useTranslations("users.password");
  const lines = password && [
    { label: t("email"), text: password.email },
    { label: t("password"), text: password.password },
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
