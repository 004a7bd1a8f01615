"use client";
import { useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "use-intl";
import type { DeviceUpdateView } from "@/server/services/contents/schemas";
import { ErrorState } from "../data/error-state";
import { Field } from "../form/field";
import { Notice } from "../form/notice";
import { useTrpc } from "../trpc/trpc";
import { Select } from "../ui/input";
import { SkeletonRows } from "../ui/skeleton";
import { type FieldsProps, problemAt } from "./start-fields";

const UPDATES_MAX = 100;
const MEGABYTE = 1_000_000;

/** What is given to the device, and whether also where it has a later version. */
export interface ChosenContent {
  /** Empty: none yet. */
  readonly content: string;
  readonly override: boolean;
}

interface ContentChoiceProps {
  readonly deviceId: string;
  readonly kind: "firmware" | "software";
  /** Guards are overridden by administrators only. */
  readonly mayOverride: boolean;
  readonly chosen: ChosenContent;
  readonly onChange: (chosen: ChosenContent) => void;
  readonly problems: FieldsProps["problems"];
}

/** Which content the device gets, of those that are ready; what does not fit says why and cannot be chosen. */
export function ContentChoice({ deviceId, kind, mayOverride, chosen, onChange, problems }: ContentChoiceProps) {
  const t = useTranslations("start.contents");
  const trpc = useTrpc();
  const updates = useQuery(
    trpc.devices.updates.queryOptions({ id: deviceId, kind, limit: UPDATES_MAX }, { staleTime: 0 }),
  );
  const optionText = useOptionText();
  if (updates.isPending) return <SkeletonRows count={2} />;
  if (updates.isError) return <ErrorState error={updates.error} onRetry={() => void updates.refetch()} />;
  const { items } = updates.data;
  const { content, override } = chosen;
  const mayChoose = ({ fits, reason }: DeviceUpdateView) => fits || (override && reason?.code === "downgrade");
  return (
    <>
      {items.some(({ fits }) => fits) ? null : (
        <Notice tone="attention">{t(`${kind}.${items.length === 0 ? "none" : "noneFits"}`)}</Notice>
      )}
      <Field label={t(`${kind}.label`)} hint={t("hint")} error={problemAt(problems, "/params/content")}>
        {(field) => (
          <Select
            {...field}
            required
            autoFocus
            value={content}
            onChange={(event) => onChange({ content: event.target.value, override })}
          >
            <option value="">{t("choose")}</option>
            {items.map((update) => (
              <option key={update.content.id} value={update.content.id} disabled={!mayChoose(update)}>
                {optionText(update)}
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
            // What only the override allowed is not chosen any more without it.
            onChange={({ target: { checked } }) => onChange({ content: checked ? content : "", override: checked })}
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
  const t = useTranslations("start.contents");
  const format = useFormatter();
  return ({ content: { name, version, size }, fits, reason }) => {
    const megabytes = format.number(size / MEGABYTE, { maximumFractionDigits: 1 });
    const text = [version, name, `${megabytes} MB`].filter(Boolean).join(" · ");
    return fits || !reason ? text : `${text} (${t(`misfit.${reason.code}`)})`;
  };
}
