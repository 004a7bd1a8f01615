"use client";
import { useTranslations } from "use-intl";
import { DeviceFilterField } from "../form/device-filter-field";
import { Field } from "../form/field";
import { Input } from "../ui/input";

/** What is asked of a subscription, as it is written. */
export interface SubscriptionForm {
  readonly url: string;
  /** Patterns, parted by commas or spaces. */
  readonly types: string;
  /** In the filter language; empty: of all devices. */
  readonly filter: string;
  readonly description: string;
}

const DESCRIPTION_MAX = 200;

/** What the use cases take of it. Without types: all of them. */
export function subscriptionInput({ url, types, filter, description }: SubscriptionForm) {
  const patterns = types.split(/[\s,]+/).filter(Boolean);
  return {
    url: url.trim(),
    types: patterns.length > 0 ? patterns : ["*"],
    filter: filter.trim() || null,
    description: description.trim() || null,
  };
}

interface SubscriptionFieldsProps {
  readonly form: SubscriptionForm;
  readonly onChange: (form: SubscriptionForm) => void;
  readonly errorOf: (pointer: string) => string | undefined;
}

export function SubscriptionFields({ form, onChange, errorOf }: SubscriptionFieldsProps) {
  const t = useTranslations("subscriptions.field");
  const change = (part: Partial<SubscriptionForm>) => onChange({ ...form, ...part });
  return (
    <>
      <Field label={t("url")} hint={t("urlHint")} error={errorOf("/url")}>
        {(field) => (
          <Input
            {...field}
            type="url"
            required
            autoComplete="off"
            placeholder="https://example.com/dmwsi"
            value={form.url}
            onChange={(event) => change({ url: event.target.value })}
          />
        )}
      </Field>
      <Field label={t("types")} hint={t("typesHint")} error={errorOf("/types")}>
        {(field) => (
          <Input
            {...field}
            className="font-mono"
            autoComplete="off"
            value={form.types}
            onChange={(event) => change({ types: event.target.value })}
          />
        )}
      </Field>
      <DeviceFilterField
        label={t("filter")}
        hint={t("filterHint")}
        error={errorOf("/filter")}
        value={form.filter}
        onChange={(filter) => change({ filter })}
      />
      <Field label={t("description")} hint={t("descriptionHint")} error={errorOf("/description")}>
        {(field) => (
          <Input
            {...field}
            autoComplete="off"
            maxLength={DESCRIPTION_MAX}
            value={form.description}
            onChange={(event) => change({ description: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}
