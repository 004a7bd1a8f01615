"use client";
import { Check, type LucideIcon } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import { createContext, type ReactNode, useContext, useRef } from "react";
import { isFocusFree } from "./is-focus-free";

const ITEM =
  "flex min-h-8 cursor-default items-center gap-2.5 rounded-sm px-2 text-base text-ink outline-none select-none data-highlighted:bg-hover data-disabled:opacity-50 max-sm:min-h-11";

/** Leaves the act of the chosen item with the menu. */
const ChosenContext = createContext<(act: () => void) => void>((act) => act());

interface MenuProps {
  /** One button. */
  readonly trigger: ReactNode;
  readonly children: ReactNode;
  readonly align?: "start" | "end";
  /** Both or none: who opens it from elsewhere keeps its state. */
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
}

/**
 * What is chosen is done once the menu is gone and its button has the focus again: a dialog that opens then gives the
 * focus back to that button, not to an item that is no longer there.
 */
export function Menu({ trigger, children, align = "end", ...state }: MenuProps) {
  const chosen = useRef<(() => void) | null>(null);
  const afterClose = (event: Event) => {
    if (!isFocusFree()) event.preventDefault();
    const act = chosen.current;
    chosen.current = null;
    // After this event, with which the button takes the focus.
    if (act) queueMicrotask(act);
  };
  return (
    // Not modal: the page keeps its scroll bar and nothing jumps.
    <Radix.Root modal={false} {...state}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          onCloseAutoFocus={afterClose}
          className="z-30 min-w-52 max-w-[min(22rem,calc(100vw-1rem))] wrap-anywhere animate-float-in rounded-md bg-surface p-1 shadow-float"
        >
          <ChosenContext
            value={(act) => {
              chosen.current = act;
            }}
          >
            {children}
          </ChosenContext>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface MenuItemProps {
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
  readonly onSelect?: () => void;
  /** A second line under the label. */
  readonly hint?: string;
}

export function MenuItem({ icon: Icon, children, onSelect, hint }: MenuItemProps) {
  const choose = useContext(ChosenContext);
  return (
    <Radix.Item className={ITEM} {...(onSelect ? { onSelect: () => choose(onSelect) } : {})}>
      {Icon ? <Icon aria-hidden="true" className="size-4 shrink-0 text-muted" /> : null}
      <span className="py-1.5">
        {children}
        {hint ? <span className="block text-muted text-xs">{hint}</span> : null}
      </span>
    </Radix.Item>
  );
}

interface MenuChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}

/** One of several, with the chosen one ticked. */
export function MenuChoice({ label, value, options, onChange }: MenuChoiceProps) {
  return (
    <Radix.RadioGroup value={value} onValueChange={onChange} aria-label={label}>
      <MenuHeading>{label}</MenuHeading>
      {options.map((option) => (
        <Radix.RadioItem key={option.value} value={option.value} className={ITEM} onSelect={keepOpen}>
          <span className="flex size-4 items-center justify-center">
            <Radix.ItemIndicator>
              <Check aria-hidden="true" className="size-4 text-link" />
            </Radix.ItemIndicator>
          </span>
          {option.label}
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

export function MenuHeading({ children }: { readonly children: ReactNode }) {
  return <Radix.Label className="px-2 pt-2 pb-1 text-muted text-xs">{children}</Radix.Label>;
}

export function MenuSeparator() {
  return <Radix.Separator className="my-1 h-px bg-hairline" />;
}

function keepOpen(event: Event): void {
  event.preventDefault();
}
