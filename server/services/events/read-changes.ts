import { asc, eq, gt } from "drizzle-orm";
import { events, projector } from "../../../drizzle/schema/events";
import type { Transaction } from "../../db/client";
import { toPublicId } from "../../ids";
import { useCase } from "../use-case";
import { ChangesView, ReadChangesInput } from "./schemas";

/** A reader this far behind is told that everything may have changed, instead of reading it all. */
const CHANGES_READ_MAX = 5_000;

/**
 * Which devices and operations of the caller's realm the feed tells of after `after`, and the number to go on from.
 * Without `after`: nothing but the feed's present end. At most CHANGES_READ_MAX events are read.
 */
export const readChanges = useCase({
  name: "events.readChanges",
  scope: "devices:read",
  audit: false,
  input: ReadChangesInput,
  output: ChangesView,
  async run(context, transaction, { after }) {
    if (after === null) return nothingSince(await feedEnd(transaction));
    const rows = await transaction
      .select({
        seq: events.seq,
        realm: events.realm,
        type: events.type,
        deviceId: events.deviceId,
        operationId: events.operationId,
      })
      .from(events)
      .where(gt(events.seq, after))
      .orderBy(asc(events.seq))
      .limit(CHANGES_READ_MAX);
    const last = rows.at(-1);
    if (!last) return nothingSince(after);
    if (rows.length === CHANGES_READ_MAX) return { ...nothingSince(await feedEnd(transaction)), everything: true };
    const own = rows.filter((row) => row.realm === context.principal.realm);
    return {
      seq: last.seq,
      deviceIds: publicIds(
        "dev",
        own.map((row) => row.deviceId),
      ),
      operationIds: publicIds(
        "op",
        own.map((row) => row.operationId),
      ),
      announced: own.some((row) => row.type !== null),
      everything: false,
    };
  },
});

async function feedEnd(transaction: Transaction): Promise<number> {
  const [row] = await transaction.select({ seq: projector.seq }).from(projector).where(eq(projector.id, 1));
  return row?.seq ?? 0;
}

function nothingSince(seq: number) {
  return { seq, deviceIds: [], operationIds: [], announced: false, everything: false };
}

function publicIds(prefix: "dev" | "op", uuids: readonly (string | null)[]): string[] {
  return [...new Set(uuids)].filter((uuid) => uuid !== null).map((uuid) => toPublicId(prefix, uuid));
}
