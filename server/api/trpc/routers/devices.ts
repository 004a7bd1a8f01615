import { forgetCapability, listCapabilities } from "../../../services/capabilities";
import { listDeviceUpdates } from "../../../services/contents";
import { listDeviceSessions, readSessionMessages } from "../../../services/device-sessions";
import {
  changeDevice,
  listDevices,
  readComponents,
  readDevice,
  readTree,
  resolveCollision,
  setCredentials,
} from "../../../services/devices";
import { listDeviceTasks } from "../../../services/operations";
import { explainStatuses } from "../../../services/protocol";
import { listChannels, listSends, testChannel } from "../../../services/wake-ups";
import { router } from "../trpc";
import { mutationFor, pageFor, queryFor } from "../use-case-procedures";

export const devicesRouter = router({
  list: pageFor(listDevices),
  read: queryFor(readDevice),
  tree: queryFor(readTree),
  components: queryFor(readComponents),
  updates: pageFor(listDeviceUpdates),
  change: mutationFor(changeDevice),
  setCredentials: mutationFor(setCredentials),
  channels: queryFor(listChannels),
  testChannel: mutationFor(testChannel),
  pushes: pageFor(listSends),
  limits: pageFor(listCapabilities),
  forgetLimit: mutationFor(forgetCapability),
  resolveCollision: mutationFor(resolveCollision),
  tasks: pageFor(listDeviceTasks),
  sessions: pageFor(listDeviceSessions),
  sessionMessages: queryFor(readSessionMessages),
  statusMeanings: queryFor(explainStatuses),
});
