import { and, arrayContains, asc, eq, gt, isNull, lt, type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import { deviceLive, devices } from "../../../drizzle/schema/devices";
import type { Transaction } from "../../db/client";
import { deviceIdOf } from "../../ids";
import { mayUseDevice } from "../authorization";
import { cursorsOf, pageFrom } from "../cursor";
import { findGroup, groupCondition } from "../device-groups/find-group";
import { pageOf } from "../page";
import type { Principal } from "../principal";
import { type CallContext, useCase } from "../use-case";
import { DEVICE_COLUMNS, deviceView } from "./device-view";
import { asksForContact, escapeLike, filterCondition, readFilter, withinFilterTime } from "./filter";
import { DeviceView, ListDevicesInput } from "./schemas";

type Input = z.output<typeof ListDevicesInput>;

/** Of a tag that more devices have, a page is full before many others were passed by. */
const RARE_TAG_DEVICES_MAX = 1_000;

/**
 * In order of the device id: an order that no change of a device disturbs, so that a walk meets each row once. Retired
 * devices are left out, except where the filter asks for `contact`, or a DevId is named.
 *
 * Throws ServiceError INVALID_INPUT for a filter that cannot be read, LIMIT_EXCEEDED for one that takes too long.
 */
export const listDevices = useCase({
  name: "device.list",
  scope: "devices:read",
  input: ListDevicesInput,
  output: pageOf(DeviceView),
  audit: false,
  async run(context, transaction, input) {
    const cursors = cursorsOf(context, "devices", input);
    const after = cursors.read(input.cursor);
    const conditions = [
      mayUseDevice(context.principal),
      // Said of both tables: else a page deep in the list reads the live rows of all pages before it.
      after === null ? undefined : and(gt(devices.deviceId, after), gt(deviceLive.deviceId, after)),
      ...factConditions(context.principal, input),
      input.tag === undefined ? undefined : await tagCondition(transaction, input.tag),
      await groupFilter(context, transaction, input),
      givenFilter(input),
    ];
    const select = () =>
      transaction
        .select(DEVICE_COLUMNS)
        .from(devices)
        .innerJoin(deviceLive, eq(deviceLive.deviceId, devices.deviceId))
        .where(and(...conditions))
        .orderBy(asc(devices.deviceId))
        .limit(input.limit + 1);
    const isOpen = input.filter !== undefined || input.group !== undefined || input.lastContactBefore !== undefined;
    const rows = isOpen ? await withinFilterTime(transaction, select) : await select();
    const page = pageFrom(rows, input.limit, cursors, (row) => row.device.deviceId);
    return { items: page.rows.map(deviceView), next: page.next };
  },
});

function factConditions({ realm }: Principal, input: Input): (SQL | undefined)[] {
  const equal = (column: Parameters<typeof eq>[0], value: string | undefined) =>
    value === undefined ? undefined : eq(column, value);
  return [
    input.devId === undefined ? undefined : eq(devices.deviceId, deviceIdOf(realm, input.devId)),
    equal(devices.msisdn, input.msisdn),
    equal(devices.imsi, input.imsi),
    equal(devices.manufacturer, input.manufacturer),
    equal(devices.model, input.model),
    equal(devices.firmware, input.firmware),
    input.lastContactBefore === undefined ? undefined : lt(deviceLive.lastContactAt, new Date(input.lastContactBefore)),
    input.q === undefined ? undefined : matchesText(input.q),
  ];
}

/**
 * Devices with a tag. Where few have it they are named: the planner, who cannot know how few, would walk the whole list
 * in its order for them.
 */
async function tagCondition(transaction: Transaction, tag: string): Promise<SQL | undefined> {
  const hasTag = arrayContains(devices.tags, [tag]);
  const some = await transaction
    .select({ deviceId: devices.deviceId })
    .from(devices)
    .where(hasTag)
    .limit(RARE_TAG_DEVICES_MAX + 1);
  if (some.length > RARE_TAG_DEVICES_MAX) return hasTag;
  const ids = some.map(({ deviceId }) => deviceId);
  return and(hasTag, sql`${devices.deviceId} = any(${sql.param(ids)}::uuid[])`);
}

function givenFilter({ filter, devId }: Input): SQL | undefined {
  const tree = filter === undefined ? null : readFilter(filter);
  const withRetired = devId !== undefined || (tree !== null && asksForContact(tree));
  return and(tree ? filterCondition(tree) : undefined, withRetired ? undefined : isNull(devices.retiredAt));
}

/** A group that is none of the caller's has no devices to be seen: it is refused like one that there is not. */
async function groupFilter({ principal }: CallContext, transaction: Transaction, { group }: Input) {
  return group === undefined ? undefined : groupCondition(await findGroup(transaction, principal, group));
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
