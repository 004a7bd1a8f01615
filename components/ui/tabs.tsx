"use client";
import Link from "next/link";
import { useEffect, useRef } from "react";
import { cx } from "./cx";

interface TabsProps {
  /** What the tabs are parts of. */
  readonly label: string;
  readonly current: string;
  readonly tabs: readonly { readonly value: string; readonly label: string; readonly href: string }[];
}

/** Parts of one object, each with its own address: links, so that each can be shared and opened beside another. */
export function Tabs({ label, current, tabs }: TabsProps) {
  const list = useRef<HTMLUListElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another current tab is why there is something to show
  useEffect(() => showCurrent(list.current), [current]);
  return (
    <nav aria-label={label} className="border-hairline border-b">
      <ul ref={list} className="-mb-px flex gap-1 overflow-x-auto">
        {tabs.map((tab) => (
          <li key={tab.value}>
            <Link
              href={tab.href}
              scroll={false}
              aria-current={tab.value === current ? "page" : undefined}
              className={cx(
                "flex h-10 items-center border-transparent border-b-2 px-3 text-base text-muted transition-colors -outline-offset-2 hover:text-ink max-sm:h-11",
                tab.value === current && "border-primary font-medium text-ink",
              )}
            >
              {tab.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Where the tabs are wider than the screen, the current one is on it. The page itself does not scroll for that. */
function showCurrent(list: HTMLUListElement | null): void {
  const tab = list?.querySelector("[aria-current]")?.getBoundingClientRect();
  if (!list || !tab) return;
  const { left, width } = list.getBoundingClientRect();
  list.scrollLeft += tab.left + tab.width / 2 - (left + width / 2);
}
