"use client";
import { CopyButton } from "./copy-button";
import { shortId } from "./short-id";

/** A public id: its beginning and end, and a button that copies all of it. */
export function Id({ id, what }: { readonly id: string; readonly what: string }) {
  return (
    <span className="inline-flex items-center gap-1">
      <span className="font-mono text-sm" title={id}>
        {shortId(id)}
      </span>
      <CopyButton text={id} what={what} />
    </span>
  );
}
