"use client";
import { Check, ChevronDown } from "lucide-react";
import { useTranslations } from "use-intl";
import type { Environment } from "../trpc/api-client";
import { cx } from "../ui/cx";
import { Menu, MenuHeading, MenuItem } from "../ui/menu";
import { ENVIRONMENTS, useSwitchEnvironment } from "./use-switch-environment";

/** Says which world the page shows, and goes to the same page of the other one. */
export function EnvironmentBadge({ environment }: { readonly environment: Environment }) {
  const t = useTranslations("environment");
  const switchTo = useSwitchEnvironment(environment);
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={t("open", { name: t(`name.${environment}`) })}
          className={cx(
            "flex h-7 items-center gap-1 rounded-sm px-2 font-semibold text-xs uppercase tracking-wide max-sm:hidden",
            environment === "live" ? "bg-neutral-tint text-neutral-text" : "bg-sandbox text-on-sandbox",
          )}
        >
          {t(`name.${environment}`)}
          <ChevronDown aria-hidden="true" className="size-3" />
        </button>
      }
    >
      <MenuHeading>{t("heading")}</MenuHeading>
      {ENVIRONMENTS.map((one) => (
        <MenuItem
          key={one}
          {...(one === environment ? { icon: Check } : {})}
          hint={t(`hint.${one}`)}
          onSelect={() => switchTo(one)}
        >
          {t(`name.${one}`)}
        </MenuItem>
      ))}
    </Menu>
  );
}
