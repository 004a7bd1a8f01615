import { and, eq, type SQL } from "drizzle-orm";
import { devices } from "../../drizzle/schema/devices";
import { operations } from "../../drizzle/schema/operations";
import { type Principal, type Realm, Scope } from "./principal";

/**
 * May this principal do this to this row? The answer is always a condition of the query that reads or changes the row,
 * so that what may not be seen is not found, in the same words as what does not exist.
 */

/** Devices of the principal's own realm; simulated and live ones never meet. */
export function mayUseDevice(principal: Principal): SQL {
  return eq(devices.realm, principal.realm);
}

/** People and the server itself see every operation of their realm; an External System sees its own. */
export function mayUseOperation(principal: Principal): SQL | undefined {
  const ofRealm = eq(operations.realm, principal.realm);
  return principal.kind === "system" ? and(ofRealm, eq(operations.ownerId, principal.id)) : ofRealm;
}

/**
 * Whoever may approve or reject sees the operations of others for that, also as an External System. That nobody decides
 * on what they made is a rule of the table.
 */
export function mayDecideOperation(principal: Principal): SQL {
  return eq(operations.realm, principal.realm);
}

/** The server acting by itself: seeding, clock work. */
export function internalPrincipal(realm: Realm): Principal {
  return { kind: "internal", id: "internal", name: "DMWSI", realm, scopes: new Set(Scope.options) };
}
