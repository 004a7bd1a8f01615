import { fromPublicId } from "../ids";
import type { Principal } from "./principal";

/** The uuid of the External System that calls; null: a person, or the server itself. */
export function callingSystem({ kind, id }: Principal): string | null {
  return kind === "system" ? fromPublicId("xs", id) : null;
}
