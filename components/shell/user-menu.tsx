"use client";
import { ChevronDown, LogOut, UserRound } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { LOCALES } from "../intl/locales";
import { signOut } from "../sign-in/sign-in-requests";
import { Menu, MenuChoice, MenuItem, MenuSeparator } from "../ui/menu";
import type { ConsoleUser } from "./console-user";
import {
  LOCALE_COOKIE,
  readTheme,
  rememberPreference,
  SHORTCUTS_COOKIE,
  THEME_COOKIE,
  THEMES,
  type Theme,
} from "./preference-cookies";

interface UserMenuProps {
  readonly user: ConsoleUser;
  readonly theme: Theme;
  readonly shortcuts: boolean;
  readonly onShortcutsChange: (on: boolean) => void;
}

export function UserMenu({ user, theme: initialTheme, shortcuts, onShortcutsChange }: UserMenuProps) {
  const t = useTranslations("userMenu");
  const router = useRouter();
  const locale = useLocale();
  const [theme, setTheme] = useState(initialTheme);

  const chooseTheme = (value: string) => {
    const next = readTheme(value);
    setTheme(next);
    rememberPreference(THEME_COOKIE, next);
    document.documentElement.dataset["theme"] = next;
  };
  const chooseLocale = (value: string) => {
    rememberPreference(LOCALE_COOKIE, value);
    router.refresh();
  };
  const chooseShortcuts = (value: string) => {
    rememberPreference(SHORTCUTS_COOKIE, value);
    onShortcutsChange(value === "on");
  };

  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={t("open", { name: user.name })}
          className="flex h-9 items-center gap-1.5 rounded-full border border-hairline ps-1 pe-2 transition-colors hover:bg-hover max-sm:h-11"
        >
          <span
            aria-hidden="true"
            className="flex size-7 items-center justify-center rounded-full bg-active-tint font-semibold text-active-text text-xs"
          >
            {initials(user.name)}
          </span>
          <ChevronDown aria-hidden="true" className="size-3.5 text-muted" />
        </button>
      }
    >
      <div className="px-2 py-2">
        <p className="font-medium">{user.name}</p>
        <p className="text-muted text-sm">{user.email}</p>
        <p className="text-muted text-sm">{t(`role.${user.role}`)}</p>
      </div>
      <MenuSeparator />
      <MenuChoice
        label={t("theme")}
        value={theme}
        onChange={chooseTheme}
        options={THEMES.map((value) => ({ value, label: t(`themes.${value}`) }))}
      />
      <MenuSeparator />
      <MenuChoice
        label={t("language")}
        value={LOCALES.find((one) => one.tag === locale)?.name ?? "en"}
        onChange={chooseLocale}
        options={LOCALES.map((one) => ({ value: one.name, label: one.ownName }))}
      />
      <MenuSeparator />
      <MenuChoice
        label={t("shortcuts")}
        value={shortcuts ? "on" : "off"}
        onChange={chooseShortcuts}
        options={[
          { value: "on", label: t("on") },
          { value: "off", label: t("off") },
        ]}
      />
      <MenuSeparator />
      <MenuItem icon={UserRound} onSelect={() => router.push("/account")}>
        {t("account")}
      </MenuItem>
      <MenuItem icon={LogOut} onSelect={() => void signOut()}>
        {t("signOut")}
      </MenuItem>
    </Menu>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return ((words[0]?.[0] ?? "?") + (words.length > 1 ? (words.at(-1)?.[0] ?? "") : "")).toUpperCase();
}
