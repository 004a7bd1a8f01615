import { cx } from "../ui/cx";

interface StatusCodeProps {
  /** A DM status code; 0 or null when the device gave none. */
  readonly code: number | null;
  readonly meaning?: string | undefined;
}

/** A protocol code is never alone: its meaning stands beside it. */
export function StatusCode({ code, meaning }: StatusCodeProps) {
  const good = code !== null && code >= 200 && code < 300;
  const bad = code !== null && code >= 400;
  return (
    <span className="inline-flex items-baseline gap-2">
      <span
        className={cx(
          "rounded-sm bg-neutral-tint px-1.5 font-mono font-semibold text-neutral-text text-xs leading-5",
          good && "bg-success-tint text-success-text",
          bad && "bg-danger-tint text-danger-text",
        )}
      >
        {code === null || code === 0 ? "–" : code}
      </span>
      {meaning ? <span className="text-pretty">{meaning}</span> : null}
    </span>
  );
}
