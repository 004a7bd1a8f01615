import type { Transaction } from "../../db/client";
import { callingSystem } from "../calling-system";
import { tellSystem } from "../events";
import type { Principal } from "../principal";
import type { GrantRow } from "./grant-view";
import { grantView } from "./grant-view";

/** Tells each side of a grant what was done about it, but the one that did it: an administrator's act is told to both. */
export async function tellSides(
  transaction: Transaction,
  principal: Principal,
  row: GrantRow,
  act: "proposed" | "accepted" | "ended",
): Promise<void> {
  const { id, from, to, kinds, detail } = grantView(row);
  const actor = callingSystem(principal);
  for (const systemId of [row.fromSystemId, row.toSystemId]) {
    if (systemId === actor) continue;
    await tellSystem(transaction, {
      ...{ systemId, realm: row.realm, type: `dmwsi.grant.${act}.v1`, about: row.grantId },
      data: { grantId: id, from, to, kinds, detail },
    });
  }
}
