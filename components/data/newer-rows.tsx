"use client";
import { ArrowUp } from "lucide-react";
import { useRef } from "react";
import { useTranslations } from "use-intl";

interface NewerRowsProps {
  readonly count: number;
  readonly onShow: () => void;
}

/** New rows wait here, so that nothing moves under the reader's eyes. */
export function NewerRows({ count, onShow }: NewerRowsProps) {
  const t = useTranslations("list");
  const place = useRef<HTMLDivElement>(null);
  const show = () => {
    onShow();
    // The button goes; whoever goes on by keys comes to the first of the rows.
    place.current?.focus({ preventScroll: true });
  };
  return (
    <div ref={place} role="status" tabIndex={-1} className="outline-none">
      {count > 0 ? (
        <button
          type="button"
          onClick={show}
          className="flex min-h-9 w-full items-center justify-center gap-2 border-hairline border-b bg-active-tint font-medium text-active-text text-sm -outline-offset-2"
        >
          <ArrowUp aria-hidden="true" className="size-4" />
          {t("newer", { n: count })}
        </button>
      ) : null}
    </div>
  );
}
