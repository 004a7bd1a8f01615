"use client";
import { usePathname } from "next/navigation";
import { useLayoutEffect, useRef } from "react";

/**
 * After a navigation within the console the new page's heading has the focus, so that readers hear where they are. With
 * the page itself and no moment later: what its reader has opened by then would lose the focus and close.
 */
export function useHeadingFocus(): void {
  const pathname = usePathname();
  const before = useRef(pathname);
  useLayoutEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
  }, [pathname]);
}
