"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { DeviceView } from "@/server/services/devices/schemas";
import { Field } from "../form/field";
import { FormDialog } from "../form/form-dialog";
import { useTrpc } from "../trpc/trpc";
import { Input, Select } from "../ui/input";
import { CLIENT_TYPES, type CredentialsForm, givenCredentials, SERVER_TYPES } from "./channel-forms";

interface CredentialsDialogProps {
  readonly device: DeviceView;
  readonly open: boolean;
  readonly onClose: () => void;
}

const EMPTY: CredentialsForm = {
  clientType: "md5",
  username: "",
  clientSecret: "",
  serverType: "md5",
  name: "",
  serverSecret: "",
};

/** Replaces how the device and the server prove themselves to each other. What is set is never shown again. */
export function CredentialsDialog({ device, open, onClose }: CredentialsDialogProps) {
  const t = useTranslations("reach");
  const trpc = useTrpc();
  const [form, setForm] = useState(EMPTY);
  const change = useMutation(trpc.devices.setCredentials.mutationOptions());
  const set = (changed: Partial<CredentialsForm>) => setForm({ ...form, ...changed });
  const submit = async () => {
    await change.mutateAsync({ id: device.id, ...givenCredentials(form) });
    onClose();
  };
  const isCertificate = form.clientType === "certificate";
  const secretLabel = isCertificate ? t("thumbprint") : t("secret");
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t("setCredentials")}
      description={t("credentialsAbout")}
      act={t("replaceCredentials")}
      onSubmit={submit}
    >
      {(errorOf) => (
        <>
          <fieldset className="flex flex-col gap-3 rounded-md border border-hairline p-3">
            <legend className="px-1 text-muted text-sm">{t("deviceSide")}</legend>
            <Field label={t("proof")}>
              {(field) => (
                <Select
                  {...field}
                  value={form.clientType}
                  onChange={({ target }) => set({ clientType: typeOf(CLIENT_TYPES, target.value) })}
                >
                  {CLIENT_TYPES.map((type) => (
                    <option key={type} value={type}>
                      {t(`proofs.${type}`)}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
            <Text
              label={t("username")}
              hint={t("usernameHint")}
              value={form.username}
              set={(username) => set({ username })}
            />
            <Text
              label={secretLabel}
              hint={isCertificate ? t("thumbprintHint") : t("secretHint")}
              isRequired={isCertificate}
              isSecret={!isCertificate}
              error={errorOf("/client")}
              value={form.clientSecret}
              set={(clientSecret) => set({ clientSecret })}
            />
          </fieldset>
          <fieldset className="flex flex-col gap-3 rounded-md border border-hairline p-3">
            <legend className="px-1 text-muted text-sm">{t("serverSide")}</legend>
            <Field label={t("proof")}>
              {(field) => (
                <Select
                  {...field}
                  value={form.serverType}
                  onChange={({ target }) => set({ serverType: typeOf(SERVER_TYPES, target.value) })}
                >
                  {SERVER_TYPES.map((type) => (
                    <option key={type} value={type}>
                      {t(`proofs.${type}`)}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
            {form.serverType === "none" ? null : (
              <>
                <Text
                  label={t("serverName")}
                  hint={t("serverNameHint")}
                  value={form.name}
                  set={(name) => set({ name })}
                />
                <Text
                  label={t("secret")}
                  hint={t("secretHint")}
                  isSecret
                  error={errorOf("/server")}
                  value={form.serverSecret}
                  set={(serverSecret) => set({ serverSecret })}
                />
              </>
            )}
          </fieldset>
        </>
      )}
    </FormDialog>
  );
}

interface TextProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly set: (text: string) => void;
  readonly error?: string | undefined;
  readonly isSecret?: boolean;
  readonly isRequired?: boolean;
}

function Text({ label, hint, value, set, error, isSecret = false, isRequired = false }: TextProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(field) => (
        <Input
          {...field}
          type={isSecret ? "password" : "text"}
          required={isRequired}
          autoComplete={isSecret ? "new-password" : "off"}
          spellCheck={false}
          value={value}
          onChange={({ target }) => set(target.value)}
          className="font-mono text-sm"
        />
      )}
    </Field>
  );
}

function typeOf<T extends string>(types: readonly [T, ...T[]], text: string): T {
  return types.find((type) => type === text) ?? types[0];
}
