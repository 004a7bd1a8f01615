"use client";
import { useFormatter } from "use-intl";

const KILOBYTE = 1_000;
const MEGABYTE = 1_000_000;

/** A size: octets as B, kB or MB of 1 000, after a no-break space. */
export function Octets({ count }: { readonly count: number }) {
  const format = useFormatter();
  const [value, unit] =
    count < KILOBYTE ? [count, "B"] : count < MEGABYTE ? [count / KILOBYTE, "kB"] : [count / MEGABYTE, "MB"];
  return (
    <span className="whitespace-nowrap">
      {format.number(value, { maximumFractionDigits: count < KILOBYTE ? 0 : 1 })} {unit}
    </span>
  );
}
