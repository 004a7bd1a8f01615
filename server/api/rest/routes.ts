import { listDevices, readDevice, readTree, registerDevice, setCredentials } from "../../services/devices";
import { listOperations, listTasks, readOperation, readTask, startOperation } from "../../services/operations";
import { askWakeUp, listChannels, listSends, testChannel } from "../../services/wake-ups";
import { meRoute } from "./me-route";
import { openApiRoute } from "./openapi";
import { type Route, route, type UseCaseRoute } from "./route";
import { tokenRoute } from "./token-endpoint";

/** Every route that calls a use case; the OpenAPI document is made of the same list. */
export const useCaseRoutes: readonly UseCaseRoute[] = [
  route("POST /devices", registerDevice, {
    status: 201,
    tag: "Devices",
    summary: "Register a device",
    location: "/devices/{id}",
    problems: ["conflict"],
  }),
  route("GET /devices", listDevices, { tag: "Devices", summary: "Find devices" }),
  route("GET /devices/{id}", readDevice, { tag: "Devices", summary: "Read a device" }),
  route("GET /devices/{id}/tree", readTree, {
    tag: "Devices",
    summary: "Read what is known of a device's management tree",
  }),
  route("PUT /devices/{id}/credentials", setCredentials, {
    tag: "Devices",
    summary: "Replace a device's credentials; secrets are never answered",
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
  route("POST /operations", startOperation, {
    status: 202,
    tag: "Operations",
    summary: "Start an operation on devices",
    location: "/operations/{id}",
  }),
  route("GET /operations", listOperations, { tag: "Operations", summary: "List operations, the newest first" }),
  route("GET /operations/{id}", readOperation, { tag: "Operations", summary: "Read an operation" }),
  route("GET /operations/{id}/tasks", listTasks, { tag: "Operations", summary: "List an operation's tasks" }),
  route("GET /tasks/{id}", readTask, { tag: "Operations", summary: "Read a task with its steps and result" }),
];

export const routes: readonly Route[] = [...useCaseRoutes, tokenRoute, meRoute, openApiRoute(useCaseRoutes)];
