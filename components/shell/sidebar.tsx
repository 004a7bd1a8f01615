"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "use-intl";
import type { Role } from "@/server/services/principal";
import type { Environment } from "../trpc/api-client";
import { cx } from "../ui/cx";
import { BrandMark } from "./brand-mark";
import { addressesOf, navigationFor } from "./navigation";

interface SidebarProps {
  readonly environment: Environment;
  readonly role: Role;
  /** `rail` shows icons alone below 1 024 px; `full` always shows the words. */
  readonly width: "rail" | "full";
  readonly onNavigate?: () => void;
}

export function Sidebar({ environment, role, width, onNavigate }: SidebarProps) {
  const t = useTranslations();
  const pathname = usePathname();
  const words = width === "rail" ? "max-lg:sr-only" : "";
  return (
    <nav aria-label={t("shell.navigation")} className="flex h-full flex-col">
      <Link
        href={`/${environment}/devices`}
        className="flex h-14 shrink-0 items-center gap-2.5 px-4 font-semibold text-lg tracking-tight -outline-offset-2"
        {...(onNavigate ? { onClick: onNavigate } : {})}
      >
        <BrandMark className="size-6 shrink-0" />
        <span className={words}>DMWSI</span>
      </Link>
      <ul className="flex flex-col gap-0.5 px-2 py-2">
        {navigationFor(role).map((item) => {
          const { key, icon: Icon } = item;
          const { opens, all } = addressesOf(item, environment);
          const current = pathname === all || pathname.startsWith(`${all}/`);
          return (
            <li key={key}>
              <Link
                href={opens}
                aria-current={current ? "page" : undefined}
                title={width === "rail" ? t(`navigation.${key}`) : undefined}
                className={cx(
                  "flex h-9 items-center gap-3 rounded-sm px-3 text-muted transition-colors hover:bg-hover hover:text-ink max-sm:h-11",
                  width === "rail" && "max-lg:justify-center max-lg:px-0",
                  current && "bg-selected font-medium text-ink hover:bg-selected",
                )}
                {...(onNavigate ? { onClick: onNavigate } : {})}
              >
                <Icon aria-hidden="true" className={cx("size-4.5 shrink-0", current && "text-link")} />
                <span className={words}>{t(`navigation.${key}`)}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
