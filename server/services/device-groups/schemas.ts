import { z } from "zod";
import { DeviceFilter, Instant, Revision } from "../devices/schemas";
import { PageInput, pageOf } from "../page";

const GroupId = z.string().min(1).max(64);
const Name = z.string().trim().min(1).max(128);
/** Public ids or DevIds. */
const Devices = z.array(z.string().min(1).max(200)).max(10_000);

export const CreateGroupInput = z
  .strictObject({ name: Name, filter: DeviceFilter.optional(), devices: Devices.optional() })
  .refine(({ filter, devices }) => (filter === undefined) !== (devices === undefined), {
    path: ["filter"],
    message: "Give a filter, or the devices themselves (an empty list to begin with).",
  });

/** What is left out stays as it is. A group has a filter or devices for good: the one does not become the other. */
export const ChangeGroupInput = z.strictObject({
  id: GroupId,
  revision: Revision,
  name: Name.optional(),
  filter: DeviceFilter.optional(),
  /** In place of those that are in it. */
  devices: Devices.optional(),
  addDevices: Devices.optional(),
  removeDevices: Devices.optional(),
});

export const GroupIdInput = z.strictObject({ id: GroupId });
export const DeleteGroupInput = GroupIdInput.extend({ revision: Revision });
export const ListGroupsInput = PageInput.extend({ name: z.string().max(128).optional() });

export const GroupView = z.object({
  id: z.string(),
  name: z.string(),
  filter: z.string().nullable(),
  /** How many devices are in it; null for a filter, which is asked anew each time: `GET /devices?group=`. */
  deviceCount: z.number().int().nullable(),
  /** The External System whose group it is; null: that of the people in the console. */
  ownerId: z.string().nullable(),
  createdAt: Instant,
  revision: z.number().int(),
});
export type GroupView = z.infer<typeof GroupView>;
export const GroupPage = pageOf(GroupView);
