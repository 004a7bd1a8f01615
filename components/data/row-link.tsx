"use client";
import Link from "next/link";
import type { MouseEvent, ReactNode } from "react";

interface RowLinkProps {
  readonly href: string;
  /** Opens it within the page; the address is for another tab. */
  readonly onOpen?: () => void;
  readonly children: ReactNode;
}

/** The link of a table's row: its name is a real link, and the whole row takes the click. */
export function RowLink({ href, onOpen, children }: RowLinkProps) {
  const open = (event: MouseEvent) => {
    if (!onOpen || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onOpen();
  };
  return (
    <Link
      href={href}
      prefetch={false}
      onClick={open}
      className="line-clamp-2 max-w-full wrap-anywhere font-medium text-ink outline-none after:absolute after:inset-0 hover:text-link focus-visible:after:outline-2 focus-visible:after:outline-focus focus-visible:after:-outline-offset-2"
    >
      {children}
    </Link>
  );
}
