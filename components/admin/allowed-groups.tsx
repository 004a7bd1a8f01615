"use client";
import { useTranslations } from "use-intl";
import type { ExternalSystemView } from "@/server/services/external-systems/schemas";
import { useGroupsOf } from "./use-groups-of";

/** The groups that a system is limited to, by their names once these are known. */
export function AllowedGroups({ system }: { readonly system: Pick<ExternalSystemView, "realm" | "allowedGroupIds"> }) {
  const t = useTranslations("systems.rights");
  const groups = useGroupsOf(system.realm).data?.items ?? [];
  if (system.allowedGroupIds === null) return t("allDevices");
  const nameOf = (id: string) => groups.find((group) => group.id === id)?.name ?? id;
  return system.allowedGroupIds.length === 0 ? t("noDevices") : system.allowedGroupIds.map(nameOf).join(", ");
}
