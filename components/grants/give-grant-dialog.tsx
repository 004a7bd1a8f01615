"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { GrantView } from "@/server/services/grants/schemas";
import { SystemSelect } from "../events/system-select";
import { Field } from "../form/field";
import { FormDialog } from "../form/form-dialog";
import { postCall } from "../operations/api-call";
import { CopyApiCall } from "../operations/copy-api-call";
import { useTrpc } from "../trpc/trpc";
import { Input, Select } from "../ui/input";

interface GiveGrantDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

const DETAILS = ["status", "result", "full"] as const satisfies readonly GrantView["detail"][];
const EMPTY = { from: "", to: "", kinds: "*", detail: "result" as GrantView["detail"] };

/** The results of one system may go to another, from now on: an administrator consents for both. */
export function GiveGrantDialog({ open, onClose, onDone }: GiveGrantDialogProps) {
  const t = useTranslations("grants");
  const trpc = useTrpc();
  const [form, setForm] = useState(EMPTY);
  const change = (part: Partial<typeof EMPTY>) => setForm({ ...form, ...part });
  const give = useMutation(trpc.grants.give.mutationOptions());
  const input = { ...form, kinds: form.kinds.split(/[\s,]+/).filter(Boolean) };
  const submit = async () => {
    await give.mutateAsync(input);
    setForm(EMPTY);
    onDone();
  };
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t("give.title")}
      description={t("give.about")}
      act={t("give.act")}
      aside={<CopyApiCall text={postCall("/grants", input)} />}
      onSubmit={submit}
    >
      {(errorOf) => (
        <>
          <SystemSelect
            label={t("give.from")}
            hint={t("give.fromHint")}
            error={errorOf("/from")}
            value={form.from}
            onChange={(from) => change({ from })}
          />
          <SystemSelect
            label={t("give.to")}
            hint={t("give.toHint")}
            error={errorOf("/to")}
            value={form.to}
            onChange={(to) => change({ to })}
          />
          <Field label={t("column.kinds")} hint={t("give.kindsHint")} error={errorOf("/kinds")}>
            {(field) => (
              <Input
                {...field}
                required
                className="font-mono"
                autoComplete="off"
                value={form.kinds}
                onChange={(event) => change({ kinds: event.target.value })}
              />
            )}
          </Field>
          <Field label={t("column.detail")} hint={t(`give.detailHint.${form.detail}`)} error={errorOf("/detail")}>
            {(field) => (
              <Select
                {...field}
                value={form.detail}
                onChange={(event) =>
                  change({ detail: DETAILS.find((detail) => detail === event.target.value) ?? form.detail })
                }
              >
                {DETAILS.map((detail) => (
                  <option key={detail} value={detail}>
                    {t(`detail.${detail}`)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </>
      )}
    </FormDialog>
  );
}
