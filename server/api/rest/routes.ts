import { exportAudit, listAuditEntries } from "../../services/audit";
import { forgetCapability, listCapabilities } from "../../services/capabilities";
import {
  approveContent,
  deleteContent,
  listContents,
  listDeviceUpdates,
  listSigningKeys,
  readContent,
  readSigningKey,
  registerContent,
  registerSigningKey,
  rejectContent,
  retireContent,
  revokeSigningKey,
} from "../../services/contents";
import {
  createDescription,
  deleteDescription,
  listDescriptions,
  readDescription,
} from "../../services/device-descriptions";
import { changeGroup, createGroup, deleteGroup, listGroups, readGroup } from "../../services/device-groups";
import { listImportProblems, readImport } from "../../services/device-imports";
import { listDeviceSessions, readSessionMessages, readTaskTrace, recordSession } from "../../services/device-sessions";
import {
  changeDevice,
  exportTree,
  listDevices,
  readComponents,
  readDevice,
  readDeviceHistory,
  readTree,
  registerDevice,
  retireDevice,
  setCredentials,
} from "../../services/devices";
import { EventsPage, readEvents } from "../../services/events";
import { acceptGrant, endGrant, listGrants, proposeGrant, readGrant } from "../../services/grants";
import {
  approveOperation,
  listOperations,
  listTasks,
  readOperation,
  readTask,
  rejectOperation,
  startOperation,
} from "../../services/operations";
import { askWakeUp, listChannels, listSends, testChannel } from "../../services/wake-ups";
import {
  changeSubscription,
  createSubscription,
  deleteSubscription,
  listDeliveries,
  listSubscriptions,
  pauseSubscription,
  readDelivery,
  readStatistics,
  readSubscription,
  recover,
  redeliver,
  resumeSubscription,
  rotateSubscriptionSecret,
  sendTest,
} from "../../services/webhooks";
import { importRoute } from "./import-endpoint";
import { jwksRoute } from "./jwks-route";
import { meRoute } from "./me-route";
import { openApiRoute } from "./openapi";
import { revocationRoute } from "./revocation-endpoint";
import { type Route, route, type UseCaseRoute } from "./route";
import { tokenRoute } from "./token-endpoint";
import { uploadRoutes } from "./upload-endpoint";

/** Every route that calls a use case; the OpenAPI document is made of the same list. */
export const useCaseRoutes: readonly UseCaseRoute[] = [
  route("POST /devices", registerDevice, {
    status: 201,
    tag: "Devices",
    summary: "Register a device",
    location: "/devices/{id}",
    problems: ["conflict", "state-conflict"],
  }),
  route("GET /devices", listDevices, {
    tag: "Devices",
    summary: "Find devices",
    problems: ["not-found", "quota-exceeded"],
  }),
  route("GET /devices/imports/{id}", readImport, {
    tag: "Devices",
    summary: "Read how far an import of devices has come",
  }),
  route("GET /devices/imports/{id}/problems", listImportProblems, {
    tag: "Devices",
    summary: "List what was wrong with lines of an import; of very many the first 10,000",
  }),
  route("GET /devices/{id}", readDevice, { tag: "Devices", summary: "Read a device" }),
  route("PATCH /devices/{id}", changeDevice, {
    tag: "Devices",
    summary: "Change what is said of a device; what is left out stays, null takes a fact away",
    problems: ["state-conflict"],
  }),
  route("DELETE /devices/{id}", retireDevice, {
    tag: "Devices",
    summary: "Retire a device: it is let in no more, its open tasks end, and nothing of it is erased",
    problems: ["state-conflict"],
  }),
  route("GET /devices/{id}/history", readDeviceHistory, {
    tag: "Devices",
    summary: "List what happened to a device, the newest first, and what it was before it was registered again",
  }),
  route("GET /devices/{id}/tree", readTree, {
    tag: "Devices",
    summary: "Read what is known of a device's management tree",
    rendition: {
      parameter: "format",
      value: "tnds",
      contentType: "application/vnd.syncml.dmtnds+xml",
      render: async (context, input) => (await exportTree(context, input)).tnds,
    },
  }),
  route("GET /devices/{id}/components", readComponents, {
    tag: "Devices",
    summary: "Read what is known of a device's firmware objects, packages and components, and when it was read",
  }),
  route("GET /devices/{id}/updates", listDeviceUpdates, {
    tag: "Devices",
    summary: "List the ready contents for firmware and software, whether each fits the device, and why not",
  }),
  route("GET /devices/{id}/sessions", listDeviceSessions, {
    tag: "Devices",
    summary: "List a device's sessions, the newest first",
  }),
  route("GET /devices/{deviceId}/sessions/{sessionId}/messages", readSessionMessages, {
    tag: "Devices",
    summary: "Read the messages of a session, decoded, secrets masked, each command with its task",
    problems: ["state-conflict"],
    rendition: {
      parameter: "format",
      value: "recorded",
      contentType: "application/x-ndjson",
      render: async (context, input) => (await recordSession(context, input)).text,
    },
  }),
  route("PUT /devices/{id}/credentials", setCredentials, {
    tag: "Devices",
    summary: "Replace a device's credentials; secrets are never answered",
    problems: ["state-conflict"],
  }),
  route("POST /devices/{id}/wake", askWakeUp, {
    status: 202,
    tag: "Devices",
    summary: "Wake a device now",
    problems: ["state-conflict"],
  }),
  route("GET /devices/{id}/wake-ups", listSends, {
    tag: "Devices",
    summary: "List the pushes to a device and their receipts, the newest first",
  }),
  route("POST /devices/{id}/channels/{kind}/test", testChannel, {
    tag: "Channels",
    summary: "Send one Package 0 on one channel and answer what the channel says",
    problems: ["state-conflict"],
  }),
  route("GET /channels", listChannels, {
    tag: "Channels",
    summary: "List the channels to devices and how well each reaches which model",
  }),
  route("POST /device-descriptions", createDescription, {
    status: 201,
    tag: "Device descriptions",
    summary: "Describe what the devices of a model can be asked for (DDF)",
    location: "/device-descriptions/{id}",
    problems: ["conflict", "quota-exceeded"],
  }),
  route("GET /device-descriptions", listDescriptions, {
    tag: "Device descriptions",
    summary: "List descriptions of models",
  }),
  route("GET /device-descriptions/{id}", readDescription, {
    tag: "Device descriptions",
    summary: "Read a description with its document",
  }),
  route("DELETE /device-descriptions/{id}", deleteDescription, {
    tag: "Device descriptions",
    summary: "Delete a description; the answer is what it was",
  }),
  route("GET /capabilities", listCapabilities, {
    tag: "Capabilities",
    summary: "List what devices of a model were seen not to know, so that it is not tried again",
  }),
  route("DELETE /capabilities/{id}", forgetCapability, {
    tag: "Capabilities",
    summary: "Forget one of them, so that it is tried again; the answer is what it was",
  }),
  route("POST /groups", createGroup, {
    status: 201,
    tag: "Groups",
    summary: "Save a set of devices under a name: a filter, or a list",
    location: "/groups/{id}",
    problems: ["conflict", "quota-exceeded"],
  }),
  route("GET /groups", listGroups, { tag: "Groups", summary: "List groups" }),
  route("GET /groups/{id}", readGroup, {
    tag: "Groups",
    summary: "Read a group; GET /devices?group= gives its devices",
  }),
  route("PATCH /groups/{id}", changeGroup, {
    tag: "Groups",
    summary: "Change a group's name, its filter, or which devices are in it",
    problems: ["conflict", "quota-exceeded"],
  }),
  route("DELETE /groups/{id}", deleteGroup, {
    tag: "Groups",
    summary: "Delete a group; the answer is what it was",
    problems: ["state-conflict"],
  }),
  route("POST /contents", registerContent, {
    status: 201,
    tag: "Contents",
    summary: "Begin to take in a content; the answer says where its octets go, unless the server pulls them",
    location: "/contents/{id}",
    problems: ["quota-exceeded"],
    showsSecret: true,
  }),
  route("GET /contents", listContents, { tag: "Contents", summary: "List contents, the newest first" }),
  route("GET /contents/{id}", readContent, { tag: "Contents", summary: "Read a content and what was checked of it" }),
  route("DELETE /contents/{id}", deleteContent, {
    tag: "Contents",
    summary: "Delete an upload, a rejected or a retired content; the answer is what it was",
    problems: ["state-conflict"],
  }),
  route("POST /contents/{id}/retire", retireContent, {
    tag: "Contents",
    summary: "Let a content not be used any more",
    problems: ["state-conflict"],
  }),
  route("POST /contents/{id}/approve", approveContent, {
    tag: "Contents",
    summary: "Let a quarantined content be used all the same",
    problems: ["state-conflict"],
  }),
  route("POST /contents/{id}/reject", rejectContent, {
    tag: "Contents",
    summary: "End a quarantined content",
    problems: ["state-conflict"],
  }),
  route("POST /signing-keys", registerSigningKey, {
    status: 201,
    tag: "Contents",
    summary: "Register a public key whose signatures are believed",
    location: "/signing-keys/{id}",
    problems: ["conflict", "quota-exceeded"],
  }),
  route("GET /signing-keys", listSigningKeys, { tag: "Contents", summary: "List signing keys, the newest first" }),
  route("GET /signing-keys/{id}", readSigningKey, { tag: "Contents", summary: "Read a signing key" }),
  route("POST /signing-keys/{id}/revoke", revokeSigningKey, {
    tag: "Contents",
    summary: "Revoke a signing key; what it signed is quarantined",
    problems: ["state-conflict"],
  }),
  ...subscriptionRoutes(),
  ...grantRoutes(),
  route("GET /audit", listAuditEntries, {
    tag: "Audit",
    summary: "Read the audit log, the newest first: what you did, and of an administrator what everybody did",
    problems: ["quota-exceeded"],
    rendition: {
      parameter: "format",
      value: "csv",
      contentType: "text/csv",
      render: async (context, input) => (await exportAudit(context, input)).csv,
    },
  }),
  route("GET /events", readEvents, {
    tag: "Events",
    summary: "Read the feed of what happened, from where the last page ended; with `wait`, wait for it",
    problems: ["cursor-expired", "rate-limited"],
    isFeed: true,
    answers: EventsPage,
  }),
  route("POST /operations", startOperation, {
    status: 202,
    tag: "Operations",
    summary: "Start an operation on devices",
    location: "/operations/{id}",
    startsTogether: true,
  }),
  route("GET /operations", listOperations, { tag: "Operations", summary: "List operations, the newest first" }),
  route("GET /operations/{id}", readOperation, { tag: "Operations", summary: "Read an operation" }),
  route("POST /operations/{id}/approve", approveOperation, {
    tag: "Operations",
    summary: "Approve an operation of somebody else that waits for it",
    problems: ["state-conflict"],
  }),
  route("POST /operations/{id}/reject", rejectOperation, {
    tag: "Operations",
    summary: "Send an operation of somebody else that waits for approval back to its maker",
    problems: ["state-conflict"],
  }),
  route("GET /operations/{id}/tasks", listTasks, { tag: "Operations", summary: "List an operation's tasks" }),
  route("GET /tasks/{id}", readTask, { tag: "Operations", summary: "Read a task with its steps and result" }),
  route("GET /tasks/{id}/trace", readTaskTrace, {
    tag: "Operations",
    summary: "Read the messages that a task was about, decoded, secrets masked",
  }),
];

/** Events pushed to receivers of the systems. */
function subscriptionRoutes(): UseCaseRoute[] {
  const tag = "Webhooks";
  return [
    route("POST /subscriptions", createSubscription, {
      ...{ status: 201, tag, location: "/subscriptions/{id}", problems: ["quota-exceeded"], showsSecret: true },
      summary: "Push events to an address from now on; the answer shows the secret that signs them, once",
    }),
    route("GET /subscriptions", listSubscriptions, { tag, summary: "List subscriptions, the newest first" }),
    route("GET /subscriptions/{id}", readSubscription, { tag, summary: "Read a subscription" }),
    route("PATCH /subscriptions/{id}", changeSubscription, {
      tag,
      summary: "Change where events are pushed to, or which",
    }),
    route("DELETE /subscriptions/{id}", deleteSubscription, {
      tag,
      summary: "Delete a subscription; the answer is what it was",
    }),
    route("POST /subscriptions/{id}/rotate-secret", rotateSubscriptionSecret, {
      ...{ tag, problems: ["state-conflict"], showsSecret: true },
      summary: "Sign with a new secret, and with the one until now beside it for a while",
    }),
    route("POST /subscriptions/{id}/pause", pauseSubscription, {
      ...{ tag, problems: ["state-conflict"] },
      summary: "Push nothing until it is resumed",
    }),
    route("POST /subscriptions/{id}/resume", resumeSubscription, {
      ...{ tag, problems: ["state-conflict"] },
      summary: "Go on where the push had come to",
    }),
    route("POST /subscriptions/{id}/test", sendTest, {
      ...{ status: 202, tag, problems: ["state-conflict"] },
      summary: "Send a test message, once",
    }),
    route("POST /subscriptions/{id}/recover", recover, {
      ...{ status: 202, tag },
      summary: "Send again what the receiver missed since a time",
    }),
    route("GET /subscriptions/{id}/statistics", readStatistics, { tag, summary: "Read how a push goes" }),
    route("GET /subscriptions/{id}/deliveries", listDeliveries, {
      tag,
      summary: "List what became of the events, the newest first",
    }),
    route("GET /subscriptions/{id}/deliveries/{eventId}", readDelivery, {
      tag,
      summary: "Read what became of an event, with its message",
    }),
    route("POST /subscriptions/{id}/deliveries/{eventId}/redeliver", redeliver, {
      ...{ status: 202, tag, problems: ["state-conflict"] },
      summary: "Send an event once more",
    }),
  ];
}

/** Who may get results of whom. */
function grantRoutes(): UseCaseRoute[] {
  const tag = "Grants";
  return [
    route("POST /grants", proposeGrant, {
      ...{ status: 201, tag, location: "/grants/{id}", problems: ["quota-exceeded"] },
      summary: "Offer results of yours to another system, or ask another for its results",
    }),
    route("GET /grants", listGrants, { tag, summary: "List grants, the newest first" }),
    route("GET /grants/{id}", readGrant, { tag, summary: "Read a grant" }),
    route("POST /grants/{id}/accept", acceptGrant, {
      ...{ tag, problems: ["state-conflict", "quota-exceeded"] },
      summary: "Consent to what the other side has proposed",
    }),
    route("DELETE /grants/{id}", endGrant, {
      tag,
      summary: "End a grant, or what was only proposed; the answer is what it was",
    }),
  ];
}

export const routes: readonly Route[] = [
  ...useCaseRoutes,
  tokenRoute,
  revocationRoute,
  ...uploadRoutes,
  importRoute,
  meRoute,
  jwksRoute,
  openApiRoute(useCaseRoutes),
];
