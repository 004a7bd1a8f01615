import { listDeviceUpdates } from "../../../services/contents";
import { listDeviceSessions, readSessionMessages } from "../../../services/device-sessions";
import { listDevices, readComponents, readDevice, readTree, resolveCollision } from "../../../services/devices";
import { listDeviceTasks } from "../../../services/operations";
import { explainStatuses } from "../../../services/protocol";
import { router } from "../trpc";
import { mutationFor, pageFor, queryFor } from "../use-case-procedures";

export const devicesRouter = router({
  list: pageFor(listDevices),
  read: queryFor(readDevice),
  tree: queryFor(readTree),
  components: queryFor(readComponents),
  updates: pageFor(listDeviceUpdates),
  resolveCollision: mutationFor(resolveCollision),
  tasks: pageFor(listDeviceTasks),
  sessions: pageFor(listDeviceSessions),
  sessionMessages: queryFor(readSessionMessages),
  statusMeanings: queryFor(explainStatuses),
});
