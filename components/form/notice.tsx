import { CircleAlert, Info } from "lucide-react";
import type { ReactNode, Ref } from "react";
import { cx } from "../ui/cx";

const STYLE = {
  danger: "bg-danger-tint text-danger-text",
  attention: "bg-attention-tint text-attention-text",
  neutral: "bg-neutral-tint text-neutral-text",
} as const;

interface NoticeProps {
  readonly tone: keyof typeof STYLE;
  readonly children: ReactNode;
  /** To give it the focus after a failed send. */
  readonly ref?: Ref<HTMLDivElement>;
}

/** What happened and what to do, where it happened. */
export function Notice({ tone, children, ref }: NoticeProps) {
  const Icon = tone === "neutral" ? Info : CircleAlert;
  return (
    <div
      ref={ref}
      tabIndex={-1}
      role={tone === "danger" ? "alert" : undefined}
      className={cx("flex items-start gap-2.5 rounded-sm px-3 py-2.5 outline-none", STYLE[tone])}
    >
      <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 text-pretty">{children}</div>
    </div>
  );
}
