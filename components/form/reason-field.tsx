"use client";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Textarea } from "../ui/input";
import { Field } from "./field";

/** Characters, as the server takes them. */
const REASON_MAX = 500;

interface ReasonFieldProps {
  readonly required?: boolean;
  /** Where else than in the audit log it stands. */
  readonly hint?: ReactNode;
  readonly error: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Why somebody does what they are about to do. */
export function ReasonField({ required = false, hint, error, value, onChange }: ReasonFieldProps) {
  const t = useTranslations("form");
  return (
    <Field label={t("reason")} hint={hint ?? t("reasonHint")} error={error}>
      {(control) => (
        <Textarea
          {...control}
          required={required}
          maxLength={REASON_MAX}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

/** The input's field for what was written; none where nothing was. */
export function reasonInput(written: string): { readonly reason?: string } {
  const reason = written.trim();
  return reason ? { reason } : {};
}
