"use client";
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
  return (
    <div className="flex min-h-11 items-center justify-between gap-4 border-hairline border-t px-4 py-1.5 text-muted text-sm">
      <span>{t(hasMore ? "shownSoFar" : "shownAll", { n: shown })}</span>
      {hasMore ? (
        <Button onClick={onMore} pending={pending}>
          {t("more")}
        </Button>
      ) : null}
    </div>
  );
}
