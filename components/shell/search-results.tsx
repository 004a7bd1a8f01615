"use client";
import { useTranslations } from "use-intl";
import { cx } from "../ui/cx";
import type { SearchChoice } from "./use-search";

interface SearchResultsProps {
  readonly listId: string;
  readonly message: string;
  readonly failed: boolean;
  readonly choices: readonly SearchChoice[];
  readonly active: number;
  readonly onActive: (index: number) => void;
}

/** The list under the search box. Focus stays in the box, which tells of the active row. */
export function SearchResults({ listId, message, failed, choices, active, onActive }: SearchResultsProps) {
  const t = useTranslations("search");
  return (
    <div
      className={cx(
        "absolute inset-x-0 top-full z-30 mt-1.5 animate-float-in overflow-hidden rounded-md bg-surface p-1 shadow-float",
        message === "" && "hidden",
      )}
    >
      <p role="status" className={cx("px-2 py-1.5 text-sm", failed ? "text-danger-text" : "text-muted")}>
        {message}
      </p>
      <div id={listId} role="listbox" aria-label={t("results")} hidden={choices.length === 0}>
        {choices.map(({ key, title, hint, icon: Icon, open }, i) => (
          // All keys are the box's: it has the focus.
          // biome-ignore lint/a11y/useKeyWithClickEvents: see above
          // biome-ignore lint/a11y/useFocusableInteractive: see above
          <div
            key={key}
            id={`${listId}-${i}`}
            role="option"
            aria-selected={i === active}
            onPointerMove={() => onActive(i)}
            onMouseDown={(event) => event.preventDefault()}
            onClick={open}
            className={cx("flex cursor-pointer items-center gap-3 rounded-sm px-2 py-2", i === active && "bg-selected")}
          >
            <Icon aria-hidden="true" className="size-4 shrink-0 text-muted" />
            <span className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3">
              <span className="min-w-0 flex-auto truncate font-medium">{title}</span>
              <span className="text-muted text-sm">{hint}</span>
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}
