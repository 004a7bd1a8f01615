import type { ReactNode } from "react";
import { useId } from "react";
import { cx } from "./cx";

interface CardProps {
  readonly title: ReactNode;
  /** Beside the title, at the far end: a count, a link, a button. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  /** Tables and lists reach from edge to edge. */
  readonly flush?: boolean;
}

/** A named part of a page. */
export function Card({ title, aside, children, className, flush = false }: CardProps) {
  const headingId = useId();
  return (
    <section
      aria-labelledby={headingId}
      className={cx("overflow-hidden rounded-md border border-hairline bg-surface", className)}
    >
      <header className="flex min-h-11 items-center justify-between gap-3 border-hairline border-b px-4 py-1.5">
        <h2 id={headingId} className="text-base">
          {title}
        </h2>
        {aside}
      </header>
      <div className={flush ? "" : "p-4"}>{children}</div>
    </section>
  );
}
