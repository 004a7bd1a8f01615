import type { Effect } from "../../oma-dm";

/** Parts of a device's large object that a message brought, to be stored with it. */
export interface PartsToSave {
  /** Place of the first of them in the object. */
  readonly first: number;
  readonly octets: readonly Uint8Array[];
  /** The object is whole or given up, or its session is over: nothing of it is kept. */
  readonly isOver: boolean;
}

const NONE: readonly Uint8Array[] = [];

/**
 * What a message means for the parts that are kept of its device; null for nearly every message. `before`: the state of
 * the device's session before it, an earlier session's where this message began one.
 */
export function partsToSave(effects: readonly Effect[], before: string | null, goesOn: boolean): PartsToSave | null {
  let first: number | null = null;
  let octets: Uint8Array[] | null = null;
  let isOver = !goesOn && before !== null && hasObject(before);
  for (const effect of effects) {
    if (effect.kind === "part") {
      if (octets === null || effect.n === 0) {
        octets = [];
        first = effect.n;
      }
      octets.push(effect.octets);
      isOver = false;
    } else if (effect.kind === "parts_over") isOver = true;
    else if (effect.kind === "session_over" && octets) isOver = true;
  }
  return octets || isOver ? { first: first ?? 0, octets: octets ?? NONE, isOver } : null;
}

/** The state is text with its keys in order; to parse it only for this would be a waste. */
function hasObject(state: string): boolean {
  return state.includes('"object":{');
}
