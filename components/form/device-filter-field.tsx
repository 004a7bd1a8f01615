"use client";
import { Input } from "../ui/input";
import { Field } from "./field";

interface DeviceFilterFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly required?: boolean;
  readonly error: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Which devices are meant, in the filter language. */
export function DeviceFilterField({ label, hint, required = false, error, value, onChange }: DeviceFilterFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(field) => (
        <Input
          {...field}
          required={required}
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
