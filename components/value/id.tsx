"use client";
import { CopyButton } from "./copy-button";

/** A public id: its beginning and end, and a button that copies all of it. */
export function Id({ id, what }: { readonly id: string; readonly what: string }) {
  return (
    <span className="inline-flex items-center gap-1">
      <span className="font-mono text-sm" title={id}>
        {id.length > 20 ? `${id.slice(0, 10)}…${id.slice(-6)}` : id}
      </span>
      <CopyButton text={id} what={what} />
    </span>
  );
}
