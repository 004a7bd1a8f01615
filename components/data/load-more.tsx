"use client";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../ui/button";

interface LoadMoreProps {
  readonly shown: number;
  readonly hasMore: boolean;
  readonly pending: boolean;
  readonly onMore: () => void;
}

/** The foot of a list: how much of it is shown, and the next page. */
export function LoadMore({ shown, hasMore, pending, onMore }: LoadMoreProps) {
  const t = useTranslations("list");
  const count = useRef<HTMLSpanElement>(null);
  const asked = useRef(false);
  useEffect(() => {
    // The button goes with the last page, and the focus would go with it.
    if (!hasMore && asked.current) count.current?.focus({ preventScroll: true });
    if (!hasMore) asked.current = false;
  }, [hasMore]);
  const more = () => {
    asked.current = true;
    onMore();
  };
  return (
    <div className="flex min-h-11 items-center justify-between gap-4 border-hairline border-t px-4 py-1.5 text-muted text-sm">
      <span ref={count} tabIndex={-1} className="outline-none">
        {t(hasMore ? "shownSoFar" : "shownAll", { n: shown })}
      </span>
      {hasMore ? (
        <Button onClick={more} pending={pending}>
          {t("more")}
        </Button>
      ) : null}
    </div>
  );
}
