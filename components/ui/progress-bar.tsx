interface ProgressBarProps {
  /** What advances. */
  readonly label: string;
  readonly value: number;
  readonly max: number;
}

/** How much of something is there, as a bar; the numbers stand beside it. */
export function ProgressBar({ label, value, max }: ProgressBarProps) {
  const percent = max > 0 ? Math.floor((100 * value) / max) : 0;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      className="h-2 overflow-hidden rounded-full bg-sunken"
    >
      <div className="h-full rounded-full bg-active-solid transition-[width]" style={{ width: `${percent}%` }} />
    </div>
  );
}
