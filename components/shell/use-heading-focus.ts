"use client";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";

/** After a navigation within the console the new page's heading has the focus, so that readers hear where they are. */
export function useHeadingFocus(): void {
  const pathname = usePathname();
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
  }, [pathname]);
}
