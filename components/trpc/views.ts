import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/api/trpc/router";

type Outputs = inferRouterOutputs<AppRouter>;

/** Views as they arrive over the wire: fields of unknown content (params, result) may be missing. */
export type OperationView = Outputs["operations"]["read"];
export type TaskView = Outputs["operations"]["task"];
export type AuditEntryView = Outputs["audit"]["list"]["items"][number];
export type LoggedEventView = Outputs["events"]["list"]["items"][number];
