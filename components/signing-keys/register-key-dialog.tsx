"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { CONTENT_KINDS } from "../contents/content-words";
import { useContentKind } from "../contents/use-content-kind";
import { Field } from "../form/field";
import { FormDialog } from "../form/form-dialog";
import { NameField } from "../form/name-field";
import { PastedField } from "../form/pasted-field";
import { useTrpc } from "../trpc/trpc";
import { Input } from "../ui/input";
import { EMPTY_KEY, type KeyForm, keyRegistration } from "./key-registration";

interface RegisterKeyDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Makes a maker's key known: what it signs is believed, within what it is registered for. */
export function RegisterKeyDialog({ open, onClose }: RegisterKeyDialogProps) {
  const t = useTranslations("signingKeys.register");
  const trpc = useTrpc();
  const queryClient = useQueryClient();
  const [form, setForm] = useState(EMPTY_KEY);
  const set = (changed: Partial<KeyForm>) => setForm({ ...form, ...changed });
  const register = useMutation(trpc.contents.registerSigningKey.mutationOptions());
  const submit = async () => {
    await register.mutateAsync(keyRegistration(form));
    setForm(EMPTY_KEY);
    onClose();
    void queryClient.invalidateQueries({ queryKey: trpc.contents.signingKeys.pathKey() });
  };
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t("title")}
      description={t("about")}
      act={t("act")}
      onSubmit={submit}
    >
      {(errorOf) => (
        <>
          <NameField
            label={t("owner")}
            hint={t("ownerHint")}
            error={errorOf("/owner")}
            value={form.owner}
            onChange={(owner) => set({ owner })}
          />
          <PastedField
            label={t("publicKey")}
            hint={t("publicKeyHint")}
            error={errorOf("/publicKey")}
            required
            value={form.publicKey}
            onChange={(publicKey) => set({ publicKey })}
          />
          <div>
            <label className="flex min-h-6 items-center gap-2">
              <input
                type="checkbox"
                className="size-4 shrink-0 accent-primary"
                checked={form.issuer}
                onChange={({ target: { checked } }) => set({ issuer: checked })}
              />
              {t("issuer")}
            </label>
            <p className="text-muted text-sm">{t("issuerHint")}</p>
          </div>
          <KindPicker form={form} onChange={set} error={errorOf("/kinds")} />
          <Field label={t("manufacturers")} hint={t("manufacturersHint")} error={errorOf("/manufacturers")}>
            {(field) => (
              <Input
                {...field}
                autoComplete="off"
                spellCheck={false}
                value={form.manufacturers}
                onChange={(event) => set({ manufacturers: event.target.value })}
              />
            )}
          </Field>
          <div className="grid gap-4 sm:grid-cols-2">
            {(["notBefore", "notAfter"] as const).map((name) => (
              <Field key={name} label={t(name)} hint={t(`${name}Hint`)} error={errorOf(`/${name}`)}>
                {(field) => (
                  <Input
                    {...field}
                    type="date"
                    value={form[name]}
                    onChange={(event) => set({ [name]: event.target.value })}
                  />
                )}
              </Field>
            ))}
          </div>
        </>
      )}
    </FormDialog>
  );
}

interface KindPickerProps {
  readonly form: KeyForm;
  readonly onChange: (changed: Partial<KeyForm>) => void;
  readonly error: string | undefined;
}

function KindPicker({ form: { kinds }, onChange, error }: KindPickerProps) {
  const t = useTranslations("signingKeys.register");
  const kindName = useContentKind();
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 font-medium">{t("kinds")}</legend>
      <div className="flex flex-wrap gap-x-5 gap-y-1">
        {CONTENT_KINDS.map((kind) => (
          <label key={kind} className="flex min-h-6 items-center gap-2">
            <input
              type="checkbox"
              className="size-4 shrink-0 accent-primary"
              checked={kinds.includes(kind)}
              onChange={({ target: { checked } }) =>
                onChange({ kinds: checked ? [...kinds, kind] : kinds.filter((other) => other !== kind) })
              }
            />
            {kindName(kind)}
          </label>
        ))}
      </div>
      {error ? <p className="text-danger-text text-sm">{error}</p> : null}
    </fieldset>
  );
}
