import { toPublicId } from "../../ids";
import { type Principal, type Realm, Scope } from "../principal";

interface SystemRow {
  readonly systemId: string;
  readonly name: string;
  readonly realm: Realm;
}

/** A system as the caller of use cases, with those of the scopes that there are. */
export function systemPrincipal({ systemId, name, realm }: SystemRow, scopes: readonly string[]): Principal {
  const known = Scope.options.filter((scope) => scopes.includes(scope));
  return { kind: "system", id: toPublicId("xs", systemId), name, realm, scopes: new Set(known) };
}
