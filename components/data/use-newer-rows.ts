"use client";
import { useState } from "react";

/** Of rows whose newest come first: how many came since the list was opened, or since these were asked for. */
export function useNewerRows(keys: readonly string[]) {
  const newest = keys[0] ?? null;
  const [top, setTop] = useState<string | null>(newest);
  if (top === null && newest !== null) setTop(newest);
  return { newer: top === null ? 0 : Math.max(0, keys.indexOf(top)), show: () => setTop(newest) };
}
