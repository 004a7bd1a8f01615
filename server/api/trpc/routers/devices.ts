import { listDeviceSessions, readSessionMessages } from "../../../services/device-sessions";
import { listDevices, readDevice, readTree } from "../../../services/devices";
import { listDeviceTasks } from "../../../services/operations";
import { explainStatuses } from "../../../services/protocol";
import { router } from "../trpc";
import { queryFor } from "../use-case-procedures";

export const devicesRouter = router({
  list: queryFor(listDevices),
  read: queryFor(readDevice),
  tree: queryFor(readTree),
  tasks: queryFor(listDeviceTasks),
  sessions: queryFor(listDeviceSessions),
  sessionMessages: queryFor(readSessionMessages),
  statusMeanings: queryFor(explainStatuses),
});
