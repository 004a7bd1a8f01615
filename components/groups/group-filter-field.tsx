"use client";
import { useTranslations } from "use-intl";
import { Field } from "../form/field";
import { Input } from "../ui/input";

interface GroupFilterFieldProps {
  readonly error: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Which devices a group has, in the filter language. */
export function GroupFilterField({ error, value, onChange }: GroupFilterFieldProps) {
  const t = useTranslations("groups");
  return (
    <Field label={t("filter")} hint={t("filterHint")} error={error}>
      {(field) => (
        <Input
          {...field}
          required
          className="font-mono text-sm"
          spellCheck={false}
          autoComplete="off"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
