"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Scope } from "@/server/services/principal";
import { FormDialog } from "../form/form-dialog";
import { NameField } from "../form/name-field";
import type { Environment } from "../trpc/api-client";
import { useTrpc } from "../trpc/trpc";
import { SegmentedControl } from "../ui/segmented-control";
import { ScopePicker } from "./scope-picker";
import type { NewSecret } from "./shown-once";

interface RegisterSystemDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onRegistered: (id: string, secret: NewSecret) => void;
}

const USUAL: readonly Scope[] = ["devices:read", "operations:read", "operations:write"];

export function RegisterSystemDialog({ open, onClose, onRegistered }: RegisterSystemDialogProps) {
  const t = useTranslations("systems.register");
  const environmentName = useTranslations("environment");
  const trpc = useTrpc();
  const [name, setName] = useState("");
  const [realm, setRealm] = useState<Environment>("live");
  const [scopes, setScopes] = useState<readonly Scope[]>(USUAL);
  const register = useMutation(trpc.systems.register.mutationOptions());
  const submit = async () => {
    const { id, clientId, clientSecret } = await register.mutateAsync({
      name: name.trim(),
      realm,
      scopes: [...scopes],
    });
    setName("");
    setScopes(USUAL);
    onRegistered(id, { clientId, clientSecret });
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
          <NameField label={t("name")} hint={t("nameHint")} error={errorOf("/name")} value={name} onChange={setName} />
          <div className="flex flex-col gap-1">
            <span className="font-medium">{environmentName("heading")}</span>
            <SegmentedControl
              label={environmentName("heading")}
              value={realm}
              onChange={setRealm}
              options={(["live", "sandbox"] as const).map((value) => ({
                value,
                label: environmentName(`name.${value}`),
              }))}
            />
            <p className="text-muted text-sm">{environmentName(`hint.${realm}`)}</p>
          </div>
          <ScopePicker chosen={scopes} onChange={setScopes} error={errorOf("/scopes")} />
        </>
      )}
    </FormDialog>
  );
}
