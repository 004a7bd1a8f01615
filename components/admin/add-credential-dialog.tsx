"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Field } from "../form/field";
import { FormDialog } from "../form/form-dialog";
import { useTrpc } from "../trpc/trpc";
import { Input, Select, Textarea } from "../ui/input";
import { useClock } from "../value/clock";
import { CREDENTIAL_METHODS, type CredentialMethod } from "./credential-methods";
import { readPublicKeys } from "./read-public-keys";
import type { NewSecret } from "./shown-once";

interface AddCredentialDialogProps {
  readonly systemId: string;
  readonly open: boolean;
  readonly onClose: () => void;
  /** Given what must be shown once; null for a credential without a secret. */
  readonly onDone: (secret: NewSecret | null) => void;
}

/** One more way for a system to prove itself: a secret that we make, its own key, or its certificate. */
export function AddCredentialDialog({ systemId, open, onClose, onDone }: AddCredentialDialogProps) {
  const t = useTranslations("systems.credentials");
  const trpc = useTrpc();
  const [method, setMethod] = useState<CredentialMethod>("secret");
  const [keys, setKeys] = useState("");
  const [thumbprint, setThumbprint] = useState("");
  const [expires, setExpires] = useState("");
  const [keysProblem, setKeysProblem] = useState(false);
  const add = useMutation(trpc.systems.addCredential.mutationOptions());
  // As the field writes it.
  const today = new Date(useClock()).toLocaleDateString("sv-SE");
  const submit = async () => {
    const read = method === "private_key" ? readPublicKeys(keys) : null;
    setKeysProblem(method === "private_key" && read === null);
    if (method === "private_key" && read === null) return;
    const made = await add.mutateAsync({
      id: systemId,
      method,
      ...(read ? { keys: read } : {}),
      ...(thumbprint.trim() ? { certificateThumbprint: thumbprint.trim() } : {}),
      // The last day counts whole, in the viewer's zone.
      expiresAt: expires ? new Date(`${expires}T23:59:59`).toISOString() : null,
    });
    setKeys("");
    setThumbprint("");
    onDone(made.clientSecret === null ? null : { clientId: made.clientId, clientSecret: made.clientSecret });
  };
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t("add")}
      description={t("addAbout")}
      act={t("add")}
      onSubmit={submit}
    >
      {(errorOf) => (
        <>
          <Field label={t("method")} hint={t(`methodHint.${method}`)}>
            {(field) => (
              <Select
                {...field}
                value={method}
                onChange={(event) =>
                  setMethod(CREDENTIAL_METHODS.find((option) => option === event.target.value) ?? method)
                }
              >
                {CREDENTIAL_METHODS.map((option) => (
                  <option key={option} value={option}>
                    {t(`methodName.${option}`)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          {method === "private_key" ? (
            <Field label={t("keys")} hint={t("keysHint")} error={keysProblem ? t("keysProblem") : errorOf("/keys")}>
              {(field) => (
                <Textarea
                  {...field}
                  required
                  className="min-h-32 font-mono"
                  value={keys}
                  onChange={(event) => setKeys(event.target.value)}
                />
              )}
            </Field>
          ) : null}
          <Field
            label={t(method === "certificate" ? "thumbprint" : "thumbprintToo")}
            hint={t("thumbprintHint")}
            error={errorOf("/certificateThumbprint")}
          >
            {(field) => (
              <Input
                {...field}
                className="font-mono"
                required={method === "certificate"}
                value={thumbprint}
                autoComplete="off"
                onChange={(event) => setThumbprint(event.target.value)}
              />
            )}
          </Field>
          <Field label={t("expires")} hint={t("expiresHint")} error={errorOf("/expiresAt")}>
            {(field) => (
              <Input
                {...field}
                type="date"
                min={today}
                value={expires}
                onChange={(event) => setExpires(event.target.value)}
              />
            )}
          </Field>
        </>
      )}
    </FormDialog>
  );
}
