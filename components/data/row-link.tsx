import Link from "next/link";
import type { ReactNode } from "react";

/** The link of a table's row: its name is a real link, and the whole row takes the click. */
export function RowLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <Link
      href={href}
      prefetch={false}
      className="block max-w-full truncate font-medium text-ink outline-none after:absolute after:inset-0 hover:text-link focus-visible:after:outline-2 focus-visible:after:outline-focus focus-visible:after:-outline-offset-2"
    >
      {children}
    </Link>
  );
}
