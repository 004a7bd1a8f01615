import { listDevices, readDevice, readTree, registerDevice } from "../../services/devices";
import { listOperations, listTasks, readOperation, readTask, startOperation } from "../../services/operations";
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
