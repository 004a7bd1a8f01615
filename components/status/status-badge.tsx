"use client";
import { useTranslations } from "use-intl";
import { Tooltip } from "../ui/tooltip";
import { CATALOGUE, type StatusOf, type StatusRow, type StatusThing } from "./catalogue";
import { BADGE_STYLE } from "./status-style";

/** Numbers and words that a label or an explanation mentions. */
export type StatusFacts = Readonly<Record<string, string | number>>;

interface StatusBadgeProps<T extends StatusThing> {
  readonly thing: T;
  readonly state: StatusOf<T>;
  readonly facts?: StatusFacts;
  /** Explains the state on hover and focus; left off in lists, whose rows lead to a page that explains. */
  readonly explain?: boolean;
}

export function StatusBadge<T extends StatusThing>({ thing, state, facts = {}, explain = false }: StatusBadgeProps<T>) {
  const t = useTranslations("status");
  const { role, icon: Icon } = CATALOGUE[thing][state] as StatusRow;
  // The catalogue test proves that every thing and state has both texts, which the compiler cannot see here.
  const key = `${thing}.${state}` as "task.queued";
  const badge = (
    <span
      {...(explain ? { tabIndex: 0 } : {})}
      className={`inline-flex h-6 max-w-full items-center gap-1.5 rounded-full px-2 font-medium text-xs whitespace-nowrap ${BADGE_STYLE[role]}`}
      data-state={state}
    >
      <Icon aria-hidden="true" className="size-3.5 shrink-0" />
      <span className="truncate">{t(`${key}.label`, facts)}</span>
    </span>
  );
  return explain ? <Tooltip text={t(`${key}.tip`, facts)}>{badge}</Tooltip> : badge;
}
