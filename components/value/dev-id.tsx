import { splitDevId } from "./device-name";

/** A DevId in full, its scheme as a small tag. */
export function DevIdText({ devId }: { readonly devId: string }) {
  const { scheme, value } = splitDevId(devId);
  return (
    <span className="inline-flex min-w-0 max-w-full items-baseline gap-1.5">
      {scheme ? <span className="text-muted text-xs">{scheme}</span> : null}
      <span className="truncate font-mono text-sm">{value}</span>
    </span>
  );
}
