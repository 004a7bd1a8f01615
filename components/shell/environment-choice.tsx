"use client";
import { useTranslations } from "use-intl";
import type { Environment } from "../trpc/api-client";
import { SegmentedControl } from "../ui/segmented-control";
import { ENVIRONMENTS, useSwitchEnvironment } from "./use-switch-environment";

/** The environment in the navigation of narrow screens, whose header has no room for the badge. */
export function EnvironmentChoice({ environment }: { readonly environment: Environment }) {
  const t = useTranslations("environment");
  const switchTo = useSwitchEnvironment(environment);
  return (
    <div className="px-4 py-3">
      <SegmentedControl
        label={t("heading")}
        value={environment}
        onChange={switchTo}
        options={ENVIRONMENTS.map((value) => ({ value, label: t(`name.${value}`) }))}
      />
    </div>
  );
}
