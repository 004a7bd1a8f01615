"use client";
import { useFormatter, useTranslations } from "use-intl";
import { useLiveState } from "../live/live-provider";
import { cx } from "../ui/cx";

/** Whether what is on the screen follows what happens; in words too, since colour alone says nothing. */
export function LiveLight() {
  const t = useTranslations("live");
  const format = useFormatter();
  const live = useLiveState();
  const text =
    live.state === "offline"
      ? t("offline", { time: format.dateTime(live.since, { hour: "2-digit", minute: "2-digit", hour12: false }) })
      : t(live.state);
  return (
    <span role="status" className="flex items-center gap-2 whitespace-nowrap text-muted text-sm" data-live={live.state}>
      <span
        aria-hidden="true"
        className={cx(
          "size-2 rounded-full",
          live.state === "live" && "bg-success-solid",
          live.state === "offline" && "bg-danger-solid",
          live.state === "connecting" && "animate-skeleton bg-waiting-solid",
          live.state === "paused" && "bg-neutral-solid",
        )}
      />
      <span className={live.state === "offline" ? "" : "max-sm:sr-only"}>{text}</span>
    </span>
  );
}
