import { readFilter } from "../devices/filter";
import { ServiceError } from "../errors";

/**
 * Refuses a filter that cannot be read, or of a system that may not read devices: what comes and what does not would tell
 * it of each what the filter asks. `scopes`: the system's.
 *
 * Throws ServiceError INVALID_INPUT.
 */
export function checkFilter(filter: string, scopes: readonly string[]): void {
  readFilter(filter);
  if (scopes.includes("devices:read")) return;
  throw new ServiceError("INVALID_INPUT", "This system cannot limit its events to devices.", [
    {
      pointer: "/filter",
      code: "scope",
      detail: "A filter needs devices:read of the system that gets the events. Without it, leave the filter out.",
    },
  ]);
}
