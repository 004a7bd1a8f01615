import { toPublicId } from "../../ids";
import { type AllowedGroup, type Principal, type Realm, Scope } from "../principal";

interface SystemRow {
  readonly systemId: string;
  readonly name: string;
  readonly realm: Realm;
  readonly idempotencyKeyRequired: boolean;
}

/**
 * A system as the caller of use cases, with those of the scopes that there are. `deviceGroups` null: it is not limited to
 * any.
 */
export function systemPrincipal(
  { systemId, name, realm, idempotencyKeyRequired }: SystemRow,
  scopes: readonly string[],
  deviceGroups: readonly AllowedGroup[] | null,
): Principal {
  const known = Scope.options.filter((scope) => scopes.includes(scope));
  const id = toPublicId("xs", systemId);
  return { kind: "system", id, name, realm, scopes: new Set(known), deviceGroups, idempotencyKeyRequired };
}
