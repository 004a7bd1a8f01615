"use client";
import { ArrowUp } from "lucide-react";
import { useTranslations } from "use-intl";

interface NewerRowsProps {
  readonly count: number;
  readonly onShow: () => void;
}

/** New rows wait here, so that nothing moves under the reader's eyes. */
export function NewerRows({ count, onShow }: NewerRowsProps) {
  const t = useTranslations("list");
  return (
    <div role="status">
      {count > 0 ? (
        <button
          type="button"
          onClick={onShow}
          className="flex min-h-9 w-full items-center justify-center gap-2 border-hairline border-b bg-active-tint font-medium text-active-text text-sm -outline-offset-2"
        >
          <ArrowUp aria-hidden="true" className="size-4" />
          {t("newer", { n: count })}
        </button>
      ) : null}
    </div>
  );
}
