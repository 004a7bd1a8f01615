"use client";
import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { IconButton } from "./icon-button";
import { useFocusReturn } from "./use-focus-return";

const FIELDS = "input:not([type=hidden], [type=radio]), textarea, select";

interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  /** What will happen, in one or two sentences. */
  readonly description?: ReactNode;
  /** null: it has no cross; what ends it stands inside. */
  readonly closeLabel: string | null;
  readonly children: ReactNode;
}

/** A question or form over the page. Focus goes in, stays in, and returns to the opener; Esc closes. */
export function Dialog({ open, onOpenChange, title, description, closeLabel, children }: DialogProps) {
  const giveFocusBack = useFocusReturn(open);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade-in bg-[rgb(10_13_17/0.5)]" />
        <Radix.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          onOpenAutoFocus={focusFirstField}
          onCloseAutoFocus={giveFocusBack}
          className="fixed top-[8vh] left-1/2 z-40 flex max-h-[84vh] w-[min(36rem,calc(100vw-2rem))] -translate-x-1/2 animate-fade-in flex-col rounded-lg bg-surface shadow-float"
        >
          <header className="flex items-start justify-between gap-4 border-hairline border-b py-3 ps-5 pe-3">
            <div className="min-w-0 wrap-anywhere py-1">
              <Radix.Title className="text-lg">{title}</Radix.Title>
              {description ? (
                <Radix.Description className="mt-1 text-base text-muted">{description}</Radix.Description>
              ) : null}
            </div>
            {closeLabel === null ? null : (
              <Radix.Close asChild>
                <IconButton label={closeLabel} icon={X} />
              </Radix.Close>
            )}
          </header>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** A form begins at its first field; what has none begins at its cross. */
function focusFirstField(event: Event): void {
  const dialog = event.currentTarget;
  const field = dialog instanceof HTMLElement && dialog.querySelector<HTMLElement>(FIELDS);
  if (!field) return;
  event.preventDefault();
  field.focus();
}

/** The scrolling middle of a dialog. */
export function DialogBody({ children }: { readonly children: ReactNode }) {
  return <div className="flex flex-col gap-4 overflow-y-auto px-5 py-4">{children}</div>;
}

/** The acts at the end of a dialog, the main one last. */
export function DialogActions({ children }: { readonly children: ReactNode }) {
  return (
    <footer className="flex flex-wrap items-center justify-end gap-2 border-hairline border-t px-5 py-3">
      {children}
    </footer>
  );
}
