import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface EmptyStateProps {
  readonly icon: LucideIcon;
  readonly title: string;
  /** What it is, or what to do. */
  readonly text: ReactNode;
  readonly action?: ReactNode;
}

/** Says why there is nothing and what would make something. */
export function EmptyState({ icon: Icon, title, text, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-1 px-6 py-12 text-center">
      <span className="mb-3 flex size-11 items-center justify-center rounded-full bg-neutral-tint text-neutral-text">
        <Icon aria-hidden="true" className="size-5" />
      </span>
      <p className="font-semibold text-lg">{title}</p>
      <p className="max-w-md text-pretty text-muted">{text}</p>
      {action ? <div className="mt-4">{action}</div> : null}
    </div>
  );
}
