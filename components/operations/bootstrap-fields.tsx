"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Field } from "../form/field";
import { useTrpc } from "../trpc/trpc";
import { Input, Select } from "../ui/input";
import { BOOTSTRAP_PROFILES, BOOTSTRAP_SECURITIES, bootstrapParams } from "./bootstrap-params";
import { type FieldsProps, problemAt, useParams } from "./start-fields";

/** In what form the account goes out, what protects it, and on which of the device's channels. */
export function BootstrapFields({ deviceId, onChange, problems }: FieldsProps & { readonly deviceId: string }) {
  const t = useTranslations("start.bootstrap");
  const trpc = useTrpc();
  const channels = useQuery(trpc.devices.read.queryOptions({ id: deviceId })).data?.channels ?? [];
  const [form, setForm] = useState({ profile: "cp", security: "netwpin", pin: "", channel: "" } as const as Form);
  useParams(bootstrapParams(form), onChange);
  const set = (changed: Partial<Form>) => setForm({ ...form, ...changed });
  return (
    <>
      <Field label={t("profile")} hint={t("profileHint")} error={problemAt(problems, "/params/profile")}>
        {(field) => (
          <Select {...field} value={form.profile} onChange={({ target }) => set({ profile: chosen(target.value) })}>
            {BOOTSTRAP_PROFILES.map((profile) => (
              <option key={profile} value={profile}>
                {t(`profiles.${profile}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t("security")} hint={t("securityHint")} error={problemAt(problems, "/params/security")}>
        {(field) => (
          <Select {...field} value={form.security} onChange={({ target }) => set({ security: secured(target.value) })}>
            {BOOTSTRAP_SECURITIES.map((security) => (
              <option key={security} value={security}>
                {t(`securities.${security}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {form.security === "netwpin" ? null : (
        <Field label={t("pin")} hint={t("pinHint")} error={problemAt(problems, "/params/pin")}>
          {(field) => (
            <Input
              {...field}
              required
              inputMode="numeric"
              autoComplete="off"
              pattern="[0-9]{4,20}"
              value={form.pin}
              onChange={({ target }) => set({ pin: target.value })}
              className="w-48 font-mono"
            />
          )}
        </Field>
      )}
      <Field label={t("channel")} hint={t("channelHint")} error={problemAt(problems, "/params/channel")}>
        {(field) => (
          <Select {...field} value={form.channel} onChange={({ target }) => set({ channel: target.value })}>
            <option value="">{t("anyChannel")}</option>
            {channels.map(({ kind }) => (
              <option key={kind}>{kind}</option>
            ))}
          </Select>
        )}
      </Field>
    </>
  );
}

type Form = Parameters<typeof bootstrapParams>[0];

function chosen(text: string): Form["profile"] {
  return BOOTSTRAP_PROFILES.find((profile) => profile === text) ?? "cp";
}

function secured(text: string): Form["security"] {
  return BOOTSTRAP_SECURITIES.find((security) => security === text) ?? "netwpin";
}
