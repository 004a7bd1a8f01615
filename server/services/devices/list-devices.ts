import { and, arrayContains, asc, eq, gt, type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import { deviceLive, devices } from "../../../drizzle/schema/devices";
import { deviceIdOf } from "../../ids";
import { mayUseDevice } from "../authorization";
import { cursorsOf, pageFrom } from "../cursor";
import { pageOf } from "../page";
import type { Realm } from "../principal";
import { useCase } from "../use-case";
import { DEVICE_COLUMNS, deviceView } from "./device-view";
import { DeviceView, ListDevicesInput } from "./schemas";

/** In order of the device id: an order that no change of a device disturbs, so that a walk meets each row once. */
export const listDevices = useCase({
  name: "device.list",
  scope: "devices:read",
  input: ListDevicesInput,
  output: pageOf(DeviceView),
  audit: false,
  async run(context, transaction, input) {
    const cursors = cursorsOf(context, "devices", input);
    const after = cursors.read(input.cursor);
    const rows = await transaction
      .select(DEVICE_COLUMNS)
      .from(devices)
      .innerJoin(deviceLive, eq(deviceLive.deviceId, devices.deviceId))
      .where(
        and(
          mayUseDevice(context.principal),
          after === null ? undefined : gt(devices.deviceId, after),
          ...filtersOf(context.principal.realm, input),
        ),
      )
      .orderBy(asc(devices.deviceId))
      .limit(input.limit + 1);
    const page = pageFrom(rows, input.limit, cursors, (row) => row.device.deviceId);
    return { items: page.rows.map(deviceView), next: page.next };
  },
});

function filtersOf(realm: Realm, input: z.output<typeof ListDevicesInput>): (SQL | undefined)[] {
  const equal = (column: Parameters<typeof eq>[0], value: string | undefined) =>
    value === undefined ? undefined : eq(column, value);
  return [
    input.devId === undefined ? undefined : eq(devices.deviceId, deviceIdOf(realm, input.devId)),
    equal(devices.msisdn, input.msisdn),
    equal(devices.imsi, input.imsi),
    equal(devices.manufacturer, input.manufacturer),
    equal(devices.model, input.model),
    equal(devices.firmware, input.firmware),
    input.tag === undefined ? undefined : arrayContains(devices.tags, [input.tag]),
    input.q === undefined ? undefined : matchesText(input.q),
  ];
}

/**
 * What somebody types who has a number or a name before them: the start or the end of DevId or MSISDN, the start of
 * IMSI, or the model. Each part has an index; the ends are searched as starts of the reversed text.
 */
function matchesText(q: string): SQL {
  const start = `${escapeLike(q)}%`;
  const reversed = `${escapeLike([...q].reverse().join(""))}%`;
  return sql`(${devices.devId} like ${start} or reverse(${devices.devId}) like ${reversed}
    or ${devices.msisdn} like ${start} or reverse(${devices.msisdn}) like ${reversed}
    or ${devices.imsi} like ${start} or ${devices.model} = ${q})`;
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (character) => `\\${character}`);
}
