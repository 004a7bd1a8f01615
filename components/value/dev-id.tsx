import { splitDevId } from "./device-name";

/** A DevId in full, its scheme as a small tag. */
export function DevIdText({ devId }: { readonly devId: string }) {
  const { scheme, value } = splitDevId(devId);
  return (
    <span className="inline-flex min-w-0 max-w-full items-baseline gap-1.5">
      {scheme ? <span className="shrink-0 text-muted text-xs">{scheme}</span> : null}
      <span className="min-w-0 break-words font-mono text-sm">{value}</span>
    </span>
  );
}
