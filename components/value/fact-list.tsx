import type { ReactNode } from "react";
import { Missing } from "./missing";

export interface Fact {
  readonly label: string;
  /** null: not known. */
  readonly value: ReactNode;
}

/** Names and values, one under the other. */
export function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="grid items-baseline grid-cols-[fit-content(42%)_minmax(0,1fr)] gap-x-4 gap-y-2">
      {facts.map((fact) => (
        <div key={fact.label} className="contents">
          <dt className="min-w-24 text-muted">{fact.label}</dt>
          <dd className="flex min-w-0 flex-wrap items-center gap-1 wrap-anywhere">{fact.value ?? <Missing />}</dd>
        </div>
      ))}
    </dl>
  );
}
