import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cx } from "./cx";

export const buttonStyle = cva(
  "inline-flex shrink-0 items-center justify-center gap-2 whitespace-nowrap rounded-sm font-medium transition-colors select-none disabled:opacity-50 aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0 max-sm:min-h-11",
  {
    variants: {
      intent: {
        primary: "bg-primary text-on-primary hover:bg-primary-hover",
        secondary: "border border-control/45 bg-surface text-ink hover:bg-hover",
        quiet: "text-ink hover:bg-hover",
        danger: "bg-danger text-on-danger hover:bg-danger-hover",
      },
      size: { small: "h-7 px-2 text-sm", medium: "h-8 px-3 text-base", large: "h-9 px-4 text-base" },
    },
    defaultVariants: { intent: "secondary", size: "medium" },
  },
);

type ButtonProps = ComponentProps<"button"> &
  VariantProps<typeof buttonStyle> & {
    /** The act is under way: the button keeps its width and focus and does nothing more. */
    pending?: boolean;
    /** Renders the one child (a link) in the button's place. */
    asChild?: boolean;
  };

export function Button({ intent, size, pending = false, asChild, className, children, onClick, ...rest }: ButtonProps) {
  const style = cx(buttonStyle({ intent, size }), className);
  if (asChild) return <Slot.Root className={style}>{children}</Slot.Root>;
  return (
    <button
      type="button"
      {...rest}
      className={style}
      aria-disabled={pending || undefined}
      onClick={pending ? (event) => event.preventDefault() : onClick}
    >
      {pending ? <LoaderCircle aria-hidden="true" className="animate-spin" /> : null}
      {children}
    </button>
  );
}
