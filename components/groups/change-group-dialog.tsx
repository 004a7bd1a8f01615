"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { GroupView } from "@/server/services/device-groups/schemas";
import { Field } from "../form/field";
import { FormDialog } from "../form/form-dialog";
import { useTrpc } from "../trpc/trpc";
import { Input, Textarea } from "../ui/input";
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
          <Field label={t("name")} error={errorOf("/name")}>
            {(field) => (
              <Input
                {...field}
                value={name}
                maxLength={128}
                required
                autoComplete="off"
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
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
            <Field label={t("filter")} hint={t("filterHint")} error={errorOf("/filter")}>
              {(field) => (
                <Input
                  {...field}
                  required
                  className="font-mono text-sm"
                  spellCheck={false}
                  autoComplete="off"
                  value={filter}
                  onChange={(event) => setFilter(event.target.value)}
                />
              )}
            </Field>
          )}
        </>
      )}
    </FormDialog>
  );
}
