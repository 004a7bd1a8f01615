"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { FormDialog } from "../form/form-dialog";
import { NameField } from "../form/name-field";
import { PastedField } from "../form/pasted-field";
import { useTrpc } from "../trpc/trpc";
import { SegmentedControl } from "../ui/segmented-control";
import { GroupFilterField } from "./group-filter-field";
import { idLines } from "./id-lines";

interface CreateGroupDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  /** Given the new group's id. */
  readonly onCreated: (id: string) => void;
}

const FORMS = ["filter", "list"] as const;
type GroupForm = (typeof FORMS)[number];

/** A set of devices under a name: by a filter, or one by one. */
export function CreateGroupDialog({ open, onClose, onCreated }: CreateGroupDialogProps) {
  const t = useTranslations("groups");
  const trpc = useTrpc();
  const [name, setName] = useState("");
  const [form, setForm] = useState<GroupForm>("filter");
  const [filter, setFilter] = useState("");
  const [devices, setDevices] = useState("");
  const create = useMutation(trpc.groups.create.mutationOptions());
  const submit = async () => {
    const content = form === "filter" ? { filter: filter.trim() } : { devices: idLines(devices) };
    onCreated((await create.mutateAsync({ name: name.trim(), ...content })).id);
  };
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t("create.title")}
      description={t("create.about")}
      act={t("act")}
      onSubmit={submit}
    >
      {(errorOf) => (
        <>
          <NameField label={t("name")} error={errorOf("/name")} value={name} onChange={setName} />
          <div className="flex flex-col items-start gap-1">
            <span className="font-medium">{t("form")}</span>
            <SegmentedControl
              label={t("form")}
              value={form}
              onChange={setForm}
              options={FORMS.map((value) => ({ value, label: t(`forms.${value}`) }))}
            />
          </div>
          {form === "filter" ? (
            <GroupFilterField error={errorOf("/filter")} value={filter} onChange={setFilter} />
          ) : (
            <PastedField
              label={t("devices")}
              hint={t("devicesHint")}
              error={errorOf("/devices")}
              value={devices}
              onChange={setDevices}
            />
          )}
        </>
      )}
    </FormDialog>
  );
}
