"use client";
import type { ReactNode } from "react";
import { Input } from "../ui/input";
import { Field } from "./field";

/** Characters, as the server takes them. */
const NAME_MAX = 128;

interface NameFieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** What something or somebody is called: never empty, and nothing that a browser should fill in. */
export function NameField({ value, onChange, ...field }: NameFieldProps) {
  return (
    <Field {...field}>
      {(control) => (
        <Input
          {...control}
          value={value}
          maxLength={NAME_MAX}
          required
          autoComplete="off"
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
