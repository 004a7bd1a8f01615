"use client";
import { useTranslations } from "use-intl";
import { Input } from "../ui/input";
import { Field } from "./field";
import { Notice } from "./notice";
import type { Proof } from "./use-proof";

/** Asks for the person's own password, once an act was refused for the want of it. What was filled in stays. */
export function ProofField({ proof }: { readonly proof: Proof }) {
  const t = useTranslations("form");
  if (!proof.wanted) return null;
  return (
    <div className="flex flex-col gap-3">
      <Notice tone="attention">{t("proof")}</Notice>
      <Field label={t("proofLabel")} error={proof.error ?? undefined}>
        {(field) => (
          <Input
            {...field}
            type="password"
            autoComplete="current-password"
            required
            autoFocus
            value={proof.password}
            onChange={(event) => proof.setPassword(event.target.value)}
          />
        )}
      </Field>
    </div>
  );
}
