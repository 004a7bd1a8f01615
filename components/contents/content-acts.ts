import type { ContentView } from "@/server/services/contents/schemas";
import type { Role } from "@/server/services/principal";

export type ContentAct = "approve" | "reject" | "retire" | "delete";

/** What a person may do with a content as it is now, the usual act first. The server decides again. */
export function actsFor({ state, reason }: Pick<ContentView, "state" | "reason">, role: Role): readonly ContentAct[] {
  if (role === "agent") return [];
  switch (state) {
    case "quarantined":
      if (role !== "administrator") return [];
      // Other octets than those that were checked are let through by nobody.
      return reason?.code === "digest_changed" ? ["reject"] : ["approve", "reject"];
    case "ready":
      return ["retire"];
    case "uploading":
    case "rejected":
    case "retired":
      return ["delete"];
    case "verifying":
      return [];
  }
}
