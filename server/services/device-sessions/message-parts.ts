import type { Effect } from "../../oma-dm";

/** What a message means for the parts that are kept of its device's large object. */
export interface PartsToSave {
  /** Place of the first of `octets` in the object. */
  readonly first: number;
  /** Parts that the message brought. */
  readonly octets: readonly Uint8Array[];
  /** The object is whole or given up, or its session is over: nothing of it is kept. */
  readonly isOver: boolean;
  /** Where it is whole: its value, which the database puts together itself; null where it stands in the document. */
  readonly whole: WholeObject | null;
}

type WholeObject = NonNullable<Extract<Effect, { kind: "parts_over" }>["whole"]>;

/**
 * Null for nearly every message. `before`: the state of the device's session before it, an earlier session's where this
 * message began one. `goesOn`: that session is open, and stays so.
 */
export function partsToSave(effects: readonly Effect[], before: string | null, goesOn: boolean): PartsToSave | null {
  let first = 0;
  let octets: Uint8Array[] = [];
  let whole: WholeObject | null = null;
  let isOver = !goesOn && before !== null && hasObject(before);
  for (const effect of effects) {
    if (effect.kind === "part") {
      if (octets.length === 0 || effect.n === 0) {
        octets = [];
        first = effect.n;
      }
      octets.push(effect.octets);
      isOver = false;
    } else if (effect.kind === "parts_over") {
      isOver = true;
      whole = effect.whole ?? whole;
    } else if (effect.kind === "session_over") isOver ||= octets.length > 0;
  }
  if (octets.length === 0 && !isOver) return null;
  // Where the message brings both an object's end and another's beginning, the database would take one for the other.
  return { first, octets, isOver, whole: octets.length > 0 ? null : whole };
}

/** The state is text; to parse it only for this would be a waste. */
function hasObject(state: string): boolean {
  return state.includes('"object":{');
}
