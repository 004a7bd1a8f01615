import { and, asc, eq, isNotNull, isNull, or } from "drizzle-orm";
import { z } from "zod";
import { deviceLives } from "../../../drizzle/schema/devices";
import { events } from "../../../drizzle/schema/events";
import { operations } from "../../../drizzle/schema/operations";
import { toPublicId, toTaskId } from "../../ids";
import { mayUseOperation } from "../authorization";
import { walkBy } from "../cursor";
import { pageOf } from "../page";
import { useCase } from "../use-case";
import { findDevice } from "./find-device";
import { DeviceHistoryInput, DeviceHistoryItem, DeviceLifeView } from "./schemas";

/**
 * What was announced of a device, the newest first, as long as the feed keeps it; and what it was in lives before its
 * present one. Tasks of operations that the caller may not see are left out.
 *
 * Throws ServiceError NOT_FOUND.
 */
export const readDeviceHistory = useCase({
  name: "device.read_history",
  scope: "devices:read",
  input: DeviceHistoryInput,
  output: pageOf(DeviceHistoryItem).extend({ previousLives: z.array(DeviceLifeView) }),
  audit: false,
  async run(context, transaction, input) {
    const { device } = await findDevice(transaction, context.principal, input.id);
    const { deviceId } = device;
    const walk = walkBy(events.seq, "down", "device_history", context, input);
    const rows = await transaction
      .select({ event: events, kind: operations.kind })
      .from(events)
      .leftJoin(operations, eq(operations.operationId, events.operationId))
      .where(
        and(
          eq(events.deviceId, deviceId),
          isNotNull(events.type),
          or(isNull(events.operationId), mayUseOperation(context.principal)),
          walk.beyond,
        ),
      )
      .orderBy(walk.order)
      .limit(walk.rowsMax);
    const page = walk.pageOf(rows, (row) => row.event.seq);
    const lives = await transaction
      .select()
      .from(deviceLives)
      .where(eq(deviceLives.deviceId, deviceId))
      .orderBy(asc(deviceLives.life));
    return {
      items: page.rows.map(({ event, kind }) => ({
        seq: event.seq,
        at: event.at,
        type: event.type ?? "",
        operationId: event.operationId && toPublicId("op", event.operationId),
        taskId: event.operationId && toTaskId(deviceId, event.operationId),
        kind,
        reason: event.reason,
        data: event.data,
      })),
      next: page.next,
      previousLives: lives.map(({ life, registeredAt, retiredAt, facts }) => ({
        life,
        registeredAt,
        retiredAt,
        facts: shownFacts(facts),
      })),
    };
  },
});

const SHOWN_FACTS = [
  "manufacturer",
  "model",
  "firmware",
  "software",
  "hardware",
  "language",
  "dmVersion",
  "msisdn",
  "imsi",
  "timeZone",
  "tags",
];

function shownFacts(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(SHOWN_FACTS.map((name) => [name, facts[name] ?? null]));
}
