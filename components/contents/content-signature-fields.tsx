"use client";
import { useTranslations } from "use-intl";
import type { SigningKeyView } from "@/server/services/contents/schemas";
import { Field } from "../form/field";
import { PastedField } from "../form/pasted-field";
import { Select, Textarea } from "../ui/input";
import type { ContentForm } from "./content-form";
import type { ErrorOf } from "./content-source-fields";
import { CERTIFIED_ALGORITHMS } from "./content-words";

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
  const key = keys.find(({ id }) => id === form.keyId);
  const isOfCa = key !== undefined && key.issuer !== null;
  return (
    <>
      <Field
        label={t("key")}
        hint={t("keyHint")}
        error={errorOf("/signature/keyId") ?? (isOfCa ? undefined : errorOf("/signature/algorithm"))}
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
          <Field
            label={t("signature")}
            hint={t(key?.algorithm === "minisign" ? "minisignHint" : "signatureHint")}
            error={errorOf("/signature/value")}
          >
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
          {isOfCa ? <ChainFields form={form} onChange={onChange} errorOf={errorOf} /> : null}
        </>
      ) : null}
    </>
  );
}

/** Who signed, by the CA that is registered. */
function ChainFields({ form, onChange, errorOf }: Omit<ContentSignatureFieldsProps, "keys">) {
  const t = useTranslations("contents.add");
  return (
    <>
      <Field label={t("algorithm")} hint={t("algorithmHint")} error={errorOf("/signature/algorithm")}>
        {(field) => (
          <Select
            {...field}
            value={form.algorithm}
            onChange={({ target: { value } }) =>
              onChange({ ...form, algorithm: CERTIFIED_ALGORITHMS.find((name) => name === value) ?? form.algorithm })
            }
          >
            {CERTIFIED_ALGORITHMS.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </Select>
        )}
      </Field>
      <PastedField
        label={t("chain")}
        hint={t("chainHint")}
        error={errorOf("/signature/chain")}
        required
        value={form.chain}
        onChange={(chain) => onChange({ ...form, chain })}
      />
    </>
  );
}
