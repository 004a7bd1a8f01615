/** How a session ended, as a colour of its dot; the word stands beside it. */
const TONES: Readonly<Record<string, string>> = {
  open: "bg-active-solid",
  completed: "bg-success-solid",
  silent: "bg-attention-solid",
  left: "bg-attention-solid",
};

/** Ends that are neither good nor merely silent were refused or broken off. */
export function sessionTone(outcome: string): string {
  return TONES[outcome] ?? "bg-danger-solid";
}
