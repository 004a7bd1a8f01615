import { fromPublicId } from "../ids";
import { ServiceError } from "./errors";
import type { Principal } from "./principal";

/** The uuid of the External System that calls; null: a person, or the server itself. */
export function callingSystem({ kind, id }: Principal): string | null {
  return kind === "system" ? fromPublicId("xs", id) : null;
}

/** `why`: what the caller may do instead. Throws ServiceError FORBIDDEN for an External System. */
export function refuseSystems({ kind }: Principal, why: string): void {
  if (kind === "system") throw new ServiceError("FORBIDDEN", why);
}
