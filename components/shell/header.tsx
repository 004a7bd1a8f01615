"use client";
import { Menu as MenuIcon } from "lucide-react";
import { useFormatter, useTimeZone, useTranslations } from "use-intl";
import type { Environment } from "../trpc/api-client";
import { IconButton } from "../ui/icon-button";
import { useClock } from "../value/clock";
import type { ConsoleUser } from "./console-user";
import { EnvironmentBadge } from "./environment-badge";
import { LiveLight } from "./live-light";
import type { Theme } from "./preference-cookies";
import { SearchBox } from "./search-box";
import { UserMenu } from "./user-menu";

interface HeaderProps {
  readonly environment: Environment;
  readonly user: ConsoleUser;
  readonly theme: Theme;
  readonly shortcuts: boolean;
  readonly onShortcutsChange: (on: boolean) => void;
  readonly onMenu: () => void;
}

export function Header({ environment, user, theme, shortcuts, onShortcutsChange, onMenu }: HeaderProps) {
  const t = useTranslations("shell");
  return (
    <header className="sticky top-0 z-10 border-hairline border-b bg-surface">
      <div className="flex h-14 items-center gap-3 px-4 sm:gap-4 sm:px-6 max-sm:px-2">
        <IconButton label={t("openNavigation")} icon={MenuIcon} className="sm:hidden" onClick={onMenu} />
        <div className="min-w-0 flex-1">
          <SearchBox environment={environment} shortcuts={shortcuts} />
        </div>
        <LiveLight />
        <WallClock />
        {user.role === "agent" ? null : <EnvironmentBadge environment={environment} />}
        <UserMenu user={user} theme={theme} shortcuts={shortcuts} onShortcutsChange={onShortcutsChange} />
      </div>
    </header>
  );
}

/** The time in the viewer's zone, with the zone's name, so that no time on the page is in doubt. */
function WallClock() {
  const format = useFormatter();
  const timeZone = useTimeZone() ?? "UTC";
  const now = useClock();
  return (
    <span className="whitespace-nowrap text-muted text-sm max-lg:hidden">
      {format.dateTime(now, { hour: "2-digit", minute: "2-digit", hour12: false })}{" "}
      {timeZone.slice(timeZone.lastIndexOf("/") + 1).replaceAll("_", " ")}
    </span>
  );
}
