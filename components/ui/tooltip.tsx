"use client";
import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";

interface TooltipProps {
  /** Says again, or explains, what is there; never the only place where something is said. */
  readonly text: ReactNode;
  /** One element that can take focus. */
  readonly children: ReactNode;
  readonly side?: "top" | "bottom" | "right";
}

export function Tooltip({ text, children, side = "bottom" }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-30 max-w-72 animate-fade-in rounded-sm bg-ink px-2 py-1 text-bg text-xs text-pretty"
        >
          {text}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function TooltipProvider({ children }: { readonly children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={400} skipDelayDuration={200}>
      {children}
    </Radix.Provider>
  );
}
