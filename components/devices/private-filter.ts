"use client";
import { useSyncExternalStore } from "react";

let privateFilter = "";
const listeners = new Set<() => void>();

/** The filter that may not stand in the address: kept in this tab's memory only. */
export function setPrivateFilter(text: string): void {
  privateFilter = text;
  for (const listener of listeners) listener();
}

export function usePrivateFilter(): string {
  return useSyncExternalStore(subscribe, () => privateFilter, nothing);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function nothing(): string {
  return "";
}
