"use client";
import { useState } from "react";
import { isFocusFree } from "./is-focus-free";

/**
 * What a dialog, panel or sheet does once it is closed (`onCloseAutoFocus`): what had the focus when it was asked for has
 * it again, unless something else took it meanwhile.
 */
export function useFocusReturn(open: boolean): (event: Event) => void {
  const opener = useOpener(open);
  return (event) => {
    event.preventDefault();
    if (isFocusFree()) opener?.focus();
  };
}

/** What had the focus when it was asked for: later it is in a field inside. */
function useOpener(open: boolean): HTMLElement | null {
  const [wasOpen, setWasOpen] = useState(false);
  const [opener, setOpener] = useState<HTMLElement | null>(null);
  if (open !== wasOpen) {
    setWasOpen(open);
    if (open && document.activeElement instanceof HTMLElement) setOpener(document.activeElement);
  }
  return opener;
}
