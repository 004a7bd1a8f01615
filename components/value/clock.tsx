"use client";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";

const TICK_MS = 10_000;
const ClockContext = createContext<number>(0);

/** One clock for all ages on a page. Starts at the server's time, so that both render the same words. */
export function ClockProvider({ startedAt, children }: { readonly startedAt: number; readonly children: ReactNode }) {
  const [now, setNow] = useState(startedAt);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return <ClockContext value={now}>{children}</ClockContext>;
}

/** The present in milliseconds, moving every ten seconds. */
export function useClock(): number {
  return useContext(ClockContext);
}
