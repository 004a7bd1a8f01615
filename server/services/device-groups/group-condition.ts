import { type SQL, sql } from "drizzle-orm";
import { deviceGroupMembers } from "../../../drizzle/schema/device-groups";
import { devices } from "../../../drizzle/schema/devices";
import { filterCondition, readFilter } from "../devices/filter";

/** What makes the devices of a group: a filter, or null for those that are its members. */
export interface GroupOfDevices {
  readonly groupId: string;
  readonly filter: string | null;
}

/** Whether the row of `devices` in the query around it is in the group now. */
export function groupCondition({ groupId, filter }: GroupOfDevices): SQL {
  if (filter !== null) return filterCondition(readFilter(filter));
  return sql`exists (select 1 from ${deviceGroupMembers} member
    where member.device_id = ${devices.deviceId} and member.group_id = ${groupId})`;
}
