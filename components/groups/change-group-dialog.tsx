"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { GroupView } from "@/server/services/device-groups/schemas";
import { Field } from "../form/field";
import { FormDialog } from "../form/form-dialog";
import { NameField } from "../form/name-field";
import { useTrpc } from "../trpc/trpc";
import { Textarea } from "../ui/input";
import { GroupFilterField } from "./group-filter-field";
import { idLines } from "./id-lines";

interface ChangeGroupDialogProps {
  readonly group: GroupView;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

const MEMBER_FIELDS = ["addDevices", "removeDevices"] as const;

/** The name of a group, and its filter or which devices come in and go out. */
export function ChangeGroupDialog({ group, open, onClose, onDone }: ChangeGroupDialogProps) {
  const t = useTranslations("groups");
  const trpc = useTrpc();
  const [name, setName] = useState(group.name);
  const [filter, setFilter] = useState(group.filter ?? "");
  const [members, setMembers] = useState({ addDevices: "", removeDevices: "" });
  const change = useMutation(trpc.groups.change.mutationOptions());
  const submit = async () => {
    const given = MEMBER_FIELDS.map((field) => [field, idLines(members[field])] as const);
    const content =
      group.filter === null ? Object.fromEntries(given.filter(([, ids]) => ids.length > 0)) : { filter: filter.trim() };
    await change.mutateAsync({ id: group.id, revision: group.revision, name: name.trim(), ...content });
    onDone();
  };
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t("change.title", { name: group.name })}
      description={t("change.about")}
      act={t("change.save")}
      onSubmit={submit}
    >
      {(errorOf) => (
        <>
          <NameField label={t("name")} error={errorOf("/name")} value={name} onChange={setName} />
          {group.filter === null ? (
            MEMBER_FIELDS.map((member) => {
              const word = member === "addDevices" ? "add" : "remove";
              return (
                <Field key={member} label={t(word)} hint={t(`${word}Hint`)} error={errorOf(`/${member}`)}>
                  {(field) => (
                    <Textarea
                      {...field}
                      className="font-mono text-sm"
                      spellCheck={false}
                      value={members[member]}
                      onChange={(event) => setMembers({ ...members, [member]: event.target.value })}
                    />
                  )}
                </Field>
              );
            })
          ) : (
            <GroupFilterField error={errorOf("/filter")} value={filter} onChange={setFilter} />
          )}
        </>
      )}
    </FormDialog>
  );
}
