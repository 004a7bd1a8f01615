import type { ContentWithUse } from "@/server/services/contents/schemas";
import type { Role } from "@/server/services/principal";

export type ContentAct = "approve" | "reject" | "retire" | "delete";

/** What a person may do with a content as it is now, the usual act first. The server decides again. */
export function actsFor(
  { state, reason, usedBy }: Pick<ContentWithUse, "state" | "reason" | "usedBy">,
  role: Role,
): readonly ContentAct[] {
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
      return ["delete"];
    case "retired":
      return usedBy.operations > 0 ? [] : ["delete"];
    case "verifying":
      return [];
  }
}
