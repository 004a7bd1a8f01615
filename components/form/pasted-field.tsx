"use client";
import type { ReactNode } from "react";
import { Textarea } from "../ui/input";
import { Field } from "./field";

interface PastedFieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error: string | undefined;
  readonly required?: boolean;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Lines that come from elsewhere and are no language: certificates, keys, ids. */
export function PastedField({ required = false, value, onChange, ...field }: PastedFieldProps) {
  return (
    <Field {...field}>
      {(control) => (
        <Textarea
          {...control}
          required={required}
          spellCheck={false}
          className="min-h-32 font-mono text-sm"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
