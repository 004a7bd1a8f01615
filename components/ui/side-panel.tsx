"use client";
import { ChevronDown, ChevronUp, X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { KeyboardEvent, ReactNode } from "react";
import { useTranslations } from "use-intl";
import { isTyping } from "../shell/is-typing";
import { IconButton } from "./icon-button";
import { useFocusReturn } from "./use-focus-return";

interface SidePanelProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: ReactNode;
  /** The neighbours in the list one came from, also by the keys [ and ]; null: there is none. */
  readonly onPrevious: (() => void) | null;
  readonly onNext: (() => void) | null;
  readonly children: ReactNode;
}

/** One row of a list, opened beside it. Focus goes in, stays in, and returns to the row; Esc closes. */
export function SidePanel({ open, onClose, title, onPrevious, onNext, children }: SidePanelProps) {
  const t = useTranslations("panel");
  const giveFocusBack = useFocusReturn(open);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === "[") onPrevious?.();
    if (event.key === "]") onNext?.();
  };
  return (
    <Radix.Root open={open} onOpenChange={(stays) => stays || onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade-in bg-[rgb(10_13_17/0.5)]" />
        <Radix.Content
          aria-describedby={undefined}
          onKeyDown={onKeyDown}
          onOpenAutoFocus={focusPanel}
          onCloseAutoFocus={giveFocusBack}
          className="fixed inset-y-0 right-0 z-40 flex w-[min(40rem,100vw)] animate-fade-in flex-col bg-surface shadow-float outline-none"
        >
          <header className="flex items-start justify-between gap-3 border-hairline border-b py-3 ps-5 pe-3">
            <Radix.Title className="min-w-0 break-words py-1 text-lg">{title}</Radix.Title>
            <span className="flex shrink-0">
              <IconButton
                label={t("previous")}
                icon={ChevronUp}
                aria-disabled={onPrevious === null}
                className="aria-disabled:opacity-40"
                onClick={() => onPrevious?.()}
              />
              <IconButton
                label={t("next")}
                icon={ChevronDown}
                aria-disabled={onNext === null}
                className="aria-disabled:opacity-40"
                onClick={() => onNext?.()}
              />
              <IconButton label={t("close")} icon={X} onClick={onClose} />
            </span>
          </header>
          <div className="flex flex-col gap-5 overflow-y-auto px-5 py-4">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The panel itself: on its first button a hint would open, over what is to be read. */
function focusPanel(event: Event): void {
  event.preventDefault();
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
}
