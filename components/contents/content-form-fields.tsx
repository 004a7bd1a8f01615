"use client";
import { useTranslations } from "use-intl";
import { Field } from "../form/field";
import { Input, Select } from "../ui/input";
import type { ContentForm } from "./content-form";
import type { ErrorOf } from "./content-source-fields";
import { CONTENT_KINDS, contentKindOf } from "./content-words";
import { useContentKind } from "./use-content-kind";

interface ContentFormFieldsProps {
  readonly form: ContentForm;
  readonly onChange: (form: ContentForm) => void;
  readonly errorOf: ErrorOf;
}

const TEXTS = [
  { name: "version", pointer: "/version" },
  { name: "fromVersions", pointer: "/fromVersions" },
  { name: "manufacturer", pointer: "/manufacturer" },
  { name: "models", pointer: "/models" },
] as const;

/** What the file is and which devices it is for. */
export function ContentFormFields({ form, onChange, errorOf }: ContentFormFieldsProps) {
  const t = useTranslations("contents.add");
  const kindName = useContentKind();
  return (
    <>
      <Field label={t("kind")} error={errorOf("/kind")}>
        {(field) => (
          <Select
            {...field}
            value={form.kind}
            onChange={(event) => onChange({ ...form, kind: contentKindOf(event.target.value) ?? form.kind })}
          >
            {CONTENT_KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {kindName(kind)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        {TEXTS.map(({ name, pointer }) => (
          <Field key={name} label={t(name)} hint={t(`${name}Hint`)} error={errorOf(pointer)}>
            {(field) => (
              <Input
                {...field}
                autoComplete="off"
                spellCheck={false}
                value={form[name]}
                onChange={(event) => onChange({ ...form, [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
    </>
  );
}
