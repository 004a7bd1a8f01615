import { and, eq, ne, or, type SQL, sql } from "drizzle-orm";
import { contents } from "../../drizzle/schema/contents";
import { devices } from "../../drizzle/schema/devices";
import { operations, tasks } from "../../drizzle/schema/operations";
import { groupCondition } from "./device-groups/group-condition";
import { type Principal, type Realm, Scope } from "./principal";

/**
 * May this principal do this to this row? The answer is always a condition of the query that reads or changes the row,
 * so that what may not be seen is not found, in the same words as what does not exist.
 */

/**
 * Devices of the principal's own realm, where simulated and live ones never meet; of these an External System that is
 * limited to device groups has those that are in one of them now.
 */
export function mayUseDevice({ realm, deviceGroups = null }: Principal): SQL | undefined {
  const ofRealm = eq(devices.realm, realm);
  if (deviceGroups === null) return ofRealm;
  return and(ofRealm, deviceGroups.length === 0 ? sql`false` : or(...deviceGroups.map(groupCondition)));
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
export function mayDecideOperation(principal: Principal): SQL | undefined {
  const ofRealm = eq(operations.realm, principal.realm);
  if ((principal.deviceGroups ?? null) === null) return ofRealm;
  // Whoever is limited to some devices decides on these alone.
  return and(
    ofRealm,
    sql`not exists (select 1 from ${tasks} join ${devices} on ${devices.deviceId} = ${tasks.deviceId}
      where ${tasks.operationId} = ${operations.operationId} and not (${mayUseDevice(principal)}))`,
  );
}

/**
 * People and the server itself see every content of their realm; an External System sees its own, and what people took
 * in for all.
 */
export function mayUseContent(principal: Principal): SQL | undefined {
  const ofRealm = eq(contents.realm, principal.realm);
  if (principal.kind !== "system") return ofRealm;
  return and(ofRealm, or(ne(contents.ownerKind, "system"), eq(contents.ownerId, principal.id)));
}

/** Changed is a content by people, and by the system whose it is. */
export function mayChangeContent(principal: Principal): SQL | undefined {
  const ofRealm = eq(contents.realm, principal.realm);
  return principal.kind === "system" ? and(ofRealm, eq(contents.ownerId, principal.id)) : ofRealm;
}

/** The server acting by itself: seeding, clock work. */
export function internalPrincipal(realm: Realm): Principal {
  return { kind: "internal", id: "internal", name: "DMWSI", realm, scopes: new Set(Scope.options) };
}
