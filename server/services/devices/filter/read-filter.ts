import type { Transaction } from "../../../db/client";
import { ServiceError } from "../../errors";
import { withinReadTime } from "../../read-time";
import { FilterError } from "./filter-error";
import type { FilterTree } from "./filter-tree";
import { parseFilter } from "./parse-filter";

/**
 * Reads a filter that somebody wrote. `pointer` names the field of the input that it stands in.
 *
 * Throws ServiceError INVALID_INPUT that names the column.
 */
export function readFilter(filter: string, pointer = "/filter"): FilterTree {
  try {
    return parseFilter(filter);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    const detail = `Column ${error.column}: ${error.message}`;
    throw new ServiceError("INVALID_INPUT", "The filter cannot be read.", [{ pointer, code: "filter", detail }]);
  }
}

/** Runs statements that hold somebody's filter: see `withinReadTime`. */
export function withinFilterTime<T>(transaction: Transaction, run: () => Promise<T>): Promise<T> {
  return withinReadTime(transaction, "Narrow the filter down, by manufacturer, model or tag for example.", run);
}
