import type { ComponentProps } from "react";
import { cx } from "./cx";

const FIELD =
  "w-full rounded-sm border border-control bg-surface px-2.5 text-ink placeholder:text-muted aria-invalid:border-danger disabled:opacity-60 max-sm:min-h-11 max-sm:text-lg";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input {...rest} className={cx(FIELD, "h-9", className)} />;
}

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea {...rest} className={cx(FIELD, "min-h-20 py-2", className)} />;
}

export function Select({ className, ...rest }: ComponentProps<"select">) {
  return <select {...rest} className={cx(FIELD, "h-9 pe-2", className)} />;
}
