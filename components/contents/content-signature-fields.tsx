"use client";
import { useTranslations } from "use-intl";
import type { SigningKeyView } from "@/server/services/contents/schemas";
import { Field } from "../form/field";
import { Select, Textarea } from "../ui/input";
import type { ContentForm } from "./content-form";
import type { ErrorOf } from "./content-source-fields";

interface ContentSignatureFieldsProps {
  readonly form: ContentForm;
  /** Those that are still valid. */
  readonly keys: readonly SigningKeyView[];
  readonly onChange: (form: ContentForm) => void;
  readonly errorOf: ErrorOf;
}

/** The maker's signature, where there is one. */
export function ContentSignatureFields({ form, keys, onChange, errorOf }: ContentSignatureFieldsProps) {
  const t = useTranslations("contents.add");
  return (
    <>
      <Field
        label={t("key")}
        hint={t("keyHint")}
        error={errorOf("/signature/keyId") ?? errorOf("/signature/algorithm")}
      >
        {(field) => (
          <Select {...field} value={form.keyId} onChange={(event) => onChange({ ...form, keyId: event.target.value })}>
            <option value="">{t("unsigned")}</option>
            {keys.map((key) => (
              <option key={key.id} value={key.id}>
                {`${key.owner} (${key.algorithm}, ${key.fingerprint.slice(0, 8)})`}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {form.keyId ? (
        <>
          <Field label={t("signature")} hint={t("signatureHint")} error={errorOf("/signature/value")}>
            {(field) => (
              <Textarea
                {...field}
                required
                spellCheck={false}
                className="font-mono text-sm"
                value={form.signature}
                onChange={(event) => onChange({ ...form, signature: event.target.value })}
              />
            )}
          </Field>
          <Field label={t("manifest")} hint={t("manifestHint")} error={errorOf("/signature/manifest")}>
            {(field) => (
              <Textarea
                {...field}
                spellCheck={false}
                className="font-mono text-sm"
                value={form.manifest}
                onChange={(event) => onChange({ ...form, manifest: event.target.value })}
              />
            )}
          </Field>
        </>
      ) : null}
    </>
  );
}
