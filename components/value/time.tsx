"use client";
import { useFormatter, useTimeZone, useTranslations } from "use-intl";
import { Tooltip } from "../ui/tooltip";
import { ageOf } from "./age";
import { useClock } from "./clock";

interface TimeProps {
  /** RFC 3339. */
  readonly at: string;
  /** `clock` always shows the time of day with seconds, as traces need it. */
  readonly as?: "age" | "clock";
  /** Takes the focus and shows both zones; left off in tables, whose rows lead to a page that does. */
  readonly explain?: boolean;
}

/** A point in time: its age within a day, else its date. */
export function Time({ at, as = "age", explain = false }: TimeProps) {
  const t = useTranslations("time");
  const format = useFormatter();
  const timeZone = useTimeZone() ?? "UTC";
  const now = useClock();
  const instant = new Date(at);
  const age = as === "age" ? ageOf(instant.getTime(), now) : null;
  const text = age
    ? t(age.key, "n" in age ? { n: age.n } : {})
    : format.dateTime(instant, as === "clock" ? CLOCK : DATE_AND_TIME);
  const time = (
    <time dateTime={at} {...(explain ? { tabIndex: 0 } : {})} className="whitespace-nowrap rounded-sm">
      {text}
    </time>
  );
  if (!explain) return time;
  return (
    <Tooltip
      text={
        <span className="grid grid-cols-[auto_1fr] gap-x-3 font-mono">
          <span>{timeZone}</span>
          <span>{format.dateTime(instant, EXACT)}</span>
          <span>UTC</span>
          <span>{format.dateTime(instant, { ...EXACT, timeZone: "UTC" })}</span>
        </span>
      }
    >
      {time}
    </Tooltip>
  );
}

const DATE_AND_TIME = {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hour12: false,
} as const;
const CLOCK = { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false } as const;
const EXACT = { ...DATE_AND_TIME, second: "2-digit" } as const;
