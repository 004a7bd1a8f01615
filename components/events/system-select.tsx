"use client";
import { useTranslations } from "use-intl";
import { Field } from "../form/field";
import { Select } from "../ui/input";
import { useSystemNames } from "./use-system-names";

interface SystemSelectProps {
  readonly label: string;
  readonly hint?: string;
  readonly error: string | undefined;
  /** "": none is chosen yet. */
  readonly value: string;
  readonly onChange: (id: string) => void;
}

/** Asks for one of the External Systems of the environment. */
export function SystemSelect({ label, hint, error, value, onChange }: SystemSelectProps) {
  const t = useTranslations("events.system");
  const { systems } = useSystemNames();
  return (
    <Field label={label} hint={hint} error={error}>
      {(field) => (
        <Select {...field} required value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">{t("choose")}</option>
          {systems.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
