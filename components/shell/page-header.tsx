import type { ReactNode } from "react";

interface PageHeaderProps {
  readonly title: ReactNode;
  /** Badges beside the title. */
  readonly state?: ReactNode;
  /** One line under the title. */
  readonly summary?: ReactNode;
  readonly actions?: ReactNode;
}

/** The page's one h1, its state and what can be done. */
export function PageHeader({ title, state, summary, actions }: PageHeaderProps) {
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 tabIndex={-1} className="min-w-0 wrap-anywhere text-2xl tracking-tight outline-none">
            {title}
          </h1>
          {state}
        </div>
        {summary ? <div className="mt-1 wrap-anywhere text-muted">{summary}</div> : null}
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </div>
  );
}
