"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import type { DeviceUpdateView } from "@/server/services/contents/schemas";
import { ErrorState } from "../data/error-state";
import { Field } from "../form/field";
import { Notice } from "../form/notice";
import { useTrpc } from "../trpc/trpc";
import { Select } from "../ui/input";
import { SkeletonRows } from "../ui/skeleton";
import { type FieldsProps, problemAt, useParams } from "./start-fields";
import { FIRMWARE_FLOWS, type FirmwareFlow, firmwareParams } from "./start-forms";

const UPDATES_MAX = 100;
const MEGABYTE = 1_000_000;

interface FirmwareFieldsProps extends FieldsProps {
  readonly deviceId: string;
  /** Guards are overridden by administrators only. */
  readonly mayOverride: boolean;
}

/** Which firmware the device gets, of those that are ready; what does not fit says why and cannot be chosen. */
export function FirmwareFields({ deviceId, mayOverride, onChange, problems }: FirmwareFieldsProps) {
  const t = useTranslations("start.firmware");
  const trpc = useTrpc();
  const updates = useQuery(
    trpc.devices.updates.queryOptions({ id: deviceId, kind: "firmware", limit: UPDATES_MAX }, { staleTime: 0 }),
  );
  const [content, setContent] = useState("");
  const [flow, setFlow] = useState<FirmwareFlow | "">("");
  const [override, setOverride] = useState(false);
  useParams(firmwareParams({ content, flow, override }), onChange);
  const optionText = useOptionText();
  if (updates.isPending) return <SkeletonRows count={2} />;
  if (updates.isError) return <ErrorState error={updates.error} onRetry={() => void updates.refetch()} />;
  const { items } = updates.data;
  const mayChoose = ({ fits, reason }: DeviceUpdateView) => fits || (override && reason?.code === "downgrade");
  return (
    <>
      {items.some(({ fits }) => fits) ? null : (
        <Notice tone="attention">{t(items.length === 0 ? "none" : "noneFits")}</Notice>
      )}
      <Field label={t("content")} hint={t("contentHint")} error={problemAt(problems, "/params/content")}>
        {(field) => (
          <Select {...field} required autoFocus value={content} onChange={(event) => setContent(event.target.value)}>
            <option value="">{t("choose")}</option>
            {items.map((update) => (
              <option key={update.content.id} value={update.content.id} disabled={!mayChoose(update)}>
                {optionText(update)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t("flow")} hint={t(`flowHint.${flow || "any"}`)} error={problemAt(problems, "/params/flow")}>
        {(field) => (
          <Select
            {...field}
            value={flow}
            onChange={(event) => setFlow(FIRMWARE_FLOWS.find((name) => name === event.target.value) ?? "")}
          >
            <option value="">{t("flowName.any")}</option>
            {FIRMWARE_FLOWS.map((name) => (
              <option key={name} value={name}>
                {t(`flowName.${name}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {mayOverride ? (
        <label className="flex items-start gap-2.5">
          <input
            type="checkbox"
            className="mt-0.5 size-4 shrink-0 accent-primary"
            checked={override}
            onChange={(event) => {
              setOverride(event.target.checked);
              // What only the override allowed is not chosen any more.
              if (!event.target.checked) setContent("");
            }}
          />
          <span>
            {t("override")}
            <span className="block text-muted text-sm">{t("overrideHint")}</span>
          </span>
        </label>
      ) : null}
    </>
  );
}

/** A content in one line: options hold text only. */
function useOptionText(): (update: DeviceUpdateView) => string {
  const t = useTranslations("start.firmware");
  const format = useFormatter();
  return ({ content: { name, version, size }, fits, reason }) => {
    const megabytes = format.number(size / MEGABYTE, { maximumFractionDigits: 1 });
    const text = [version, name, `${megabytes} MB`].filter(Boolean).join(" · ");
    return fits || !reason ? text : `${text} (${t(`misfit.${reason.code}`)})`;
  };
}
