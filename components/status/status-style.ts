import type { StatusRole } from "./catalogue";

/** Text on tint, for badges. */
export const BADGE_STYLE: Readonly<Record<StatusRole, string>> = {
  neutral: "bg-neutral-tint text-neutral-text",
  waiting: "bg-waiting-tint text-waiting-text",
  active: "bg-active-tint text-active-text",
  success: "bg-success-tint text-success-text",
  attention: "bg-attention-tint text-attention-text",
  danger: "bg-danger-tint text-danger-text",
};

/** The strong colour, for bar segments. */
export const SOLID_FILL: Readonly<Record<StatusRole, string>> = {
  neutral: "bg-neutral-solid",
  waiting: "bg-waiting-solid",
  active: "bg-active-solid",
  success: "bg-success-solid",
  attention: "bg-attention-solid",
  danger: "bg-danger-solid",
};
