import { cx } from "../ui/cx";

interface StatusCodeProps {
  /** A DM status code or a result code of an object; 0 or null when the device gave none. */
  readonly code: number | null;
  readonly meaning?: string | undefined;
}

/** A protocol code is never alone: its meaning stands beside it. */
export function StatusCode({ code, meaning }: StatusCodeProps) {
  // SCOMO counts from 1200 and 1400 on as the others do from 200 and 400 on. Codes of downloads, 900 and later, are neither.
  const hundred = code === null ? 0 : Math.floor((code >= 1_000 ? code - 1_000 : code) / 100);
  const good = hundred === 2;
  const bad = hundred === 4 || hundred === 5;
  return (
    <span className="inline-flex items-baseline gap-2">
      <span
        className={cx(
          "shrink-0 rounded-sm bg-neutral-tint px-1.5 font-mono font-semibold text-neutral-text text-xs leading-5",
          good && "bg-success-tint text-success-text",
          bad && "bg-danger-tint text-danger-text",
        )}
      >
        {code === null || code === 0 ? "–" : code}
      </span>
      {meaning ? <span className="min-w-0 text-pretty">{meaning}</span> : null}
    </span>
  );
}
