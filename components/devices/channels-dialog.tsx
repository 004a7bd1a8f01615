"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { DeviceView } from "@/server/services/devices/schemas";
import { Field } from "../form/field";
import { FormDialog } from "../form/form-dialog";
import { useTrpc } from "../trpc/trpc";
import { Button } from "../ui/button";
import { IconButton } from "../ui/icon-button";
import { Input, Select } from "../ui/input";
import { CHANNEL_KINDS, channelKind, type EditedChannel, editedChannels, givenChannels } from "./channel-forms";

interface ChannelsDialogProps {
  readonly device: DeviceView;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Sets where the device can be woken, first choice first. */
export function ChannelsDialog({ device, open, onClose }: ChannelsDialogProps) {
  const t = useTranslations("reach");
  const trpc = useTrpc();
  const queryClient = useQueryClient();
  const [rows, setRows] = useState<readonly EditedChannel[]>(editedChannels(device.channels));
  const available = useQuery(trpc.devices.channels.queryOptions({}, { enabled: open })).data?.items ?? [];
  const change = useMutation(trpc.devices.change.mutationOptions());
  const set = (key: number, changed: Partial<EditedChannel>) =>
    setRows(rows.map((row) => (row.key === key ? { ...row, ...changed } : row)));
  const submit = async () => {
    await change.mutateAsync({ id: device.id, revision: device.revision, channels: givenChannels(rows) });
    await queryClient.invalidateQueries({ queryKey: trpc.devices.read.pathKey() });
    onClose();
  };
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t("setChannels")}
      description={t("channelsAbout")}
      act={t("save")}
      onSubmit={submit}
    >
      {(errorOf) => (
        <>
          {rows.length === 0 ? <p className="text-muted">{t("none")}</p> : null}
          {rows.map((row, i) => (
            <fieldset key={row.key} className="flex flex-wrap items-start gap-3 rounded-md border border-hairline p-3">
              <legend className="px-1 text-muted text-sm">{t("choice", { n: i + 1 })}</legend>
              <div className="w-36">
                <Field label={t("channel")}>
                  {(field) => (
                    <Select
                      {...field}
                      value={row.kind}
                      onChange={({ target }) => set(row.key, { kind: channelKind(target.value) })}
                    >
                      {CHANNEL_KINDS.map((kind) => (
                        <option key={kind}>{kind}</option>
                      ))}
                    </Select>
                  )}
                </Field>
              </div>
              <div className="min-w-48 flex-1">
                <Field
                  label={t("address")}
                  hint={
                    available.some(({ kind }) => kind === row.kind) ? t(`addressOf.${row.kind}`) : t("notConfigured")
                  }
                  error={errorOf(`/channels/${i}`)}
                >
                  {(field) => (
                    <Input
                      {...field}
                      value={row.address}
                      autoComplete="off"
                      spellCheck={false}
                      onChange={({ target }) => set(row.key, { address: target.value })}
                      className="font-mono text-sm"
                    />
                  )}
                </Field>
              </div>
              <IconButton
                label={t("remove", { n: i + 1 })}
                icon={Trash2}
                onClick={() => setRows(rows.filter(({ key }) => key !== row.key))}
              />
            </fieldset>
          ))}
          <Button
            intent="quiet"
            className="self-start"
            onClick={() =>
              setRows([...rows, { key: Math.max(-1, ...rows.map(({ key }) => key)) + 1, kind: "udp", address: "" }])
            }
          >
            <Plus aria-hidden="true" />
            {t("add")}
          </Button>
        </>
      )}
    </FormDialog>
  );
}
