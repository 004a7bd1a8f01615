/**
 * Waits for notifications without losing one: a notification that comes while nobody waits is kept, several count as
 * one. `wait` answers true after a notification, false after `timeoutMs` or when `signal` ends the waiting for good.
 */
export function wakeSignal(subscribe: (notify: () => void) => () => void, signal: AbortSignal) {
  let pending = false;
  let wake: (() => void) | null = null;
  const unsubscribe = subscribe(() => {
    pending = true;
    wake?.();
  });
  const onAbort = () => wake?.();
  signal.addEventListener("abort", onAbort);

  return {
    async wait(timeoutMs: number): Promise<boolean> {
      if (!pending && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, timeoutMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        wake = null;
      }
      const woken = pending;
      pending = false;
      return woken;
    },
    close(): void {
      unsubscribe();
      signal.removeEventListener("abort", onAbort);
    },
  };
}
