"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { ExternalSystemView } from "@/server/services/external-systems/schemas";
import type { Scope } from "@/server/services/principal";
import { Field } from "../form/field";
import { FormDialog } from "../form/form-dialog";
import { useTrpc } from "../trpc/trpc";
import { Input } from "../ui/input";
import { GroupPicker } from "./group-picker";
import { ScopePicker } from "./scope-picker";

interface SystemRightsDialogProps {
  readonly system: ExternalSystemView;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** What a system may do and how much of it. Tokens that are out follow within seconds. */
export function SystemRightsDialog({ system, open, onClose, onDone }: SystemRightsDialogProps) {
  const t = useTranslations("systems.rights");
  const trpc = useTrpc();
  const [scopes, setScopes] = useState<readonly Scope[]>(system.scopes);
  const [ceiling, setCeiling] = useState(String(system.destructiveDevicesPerHour));
  const [keyRequired, setKeyRequired] = useState(system.idempotencyKeyRequired);
  const [groups, setGroups] = useState<readonly string[] | null>(system.allowedGroupIds);
  const change = useMutation(trpc.systems.change.mutationOptions());
  const submit = async () => {
    await change.mutateAsync({
      id: system.id,
      scopes: [...scopes],
      destructiveDevicesPerHour: Number(ceiling),
      allowedGroupIds: groups === null ? null : [...groups],
      idempotencyKeyRequired: keyRequired,
    });
    onDone();
  };
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t("act")}
      description={t("about")}
      act={t("save")}
      onSubmit={submit}
    >
      {(errorOf) => (
        <>
          <ScopePicker chosen={scopes} onChange={setScopes} error={errorOf("/scopes")} />
          <GroupPicker
            environment={system.realm}
            chosen={groups}
            onChange={setGroups}
            error={errorOf("/allowedGroupIds")}
          />
          <Field label={t("ceiling")} hint={t("ceilingHint")} error={errorOf("/destructiveDevicesPerHour")}>
            {(field) => (
              <Input
                {...field}
                type="number"
                min={0}
                max={1_000_000}
                required
                value={ceiling}
                onChange={(event) => setCeiling(event.target.value)}
              />
            )}
          </Field>
          <label className="flex items-start gap-2.5">
            <input
              type="checkbox"
              className="mt-0.5 size-4 shrink-0 accent-primary"
              checked={keyRequired}
              onChange={(event) => setKeyRequired(event.target.checked)}
            />
            <span>
              {t("keyAsk")}
              <span className="block text-muted text-sm">{t("keyHint")}</span>
            </span>
          </label>
        </>
      )}
    </FormDialog>
  );
}
