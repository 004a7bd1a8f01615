"use client";
import type { ExternalSystemView } from "@/server/services/external-systems/schemas";
import { StatusBadge } from "../status/status-badge";
import { useClock } from "../value/clock";
import { systemStatus } from "./system-status";

interface SystemBadgeProps {
  readonly system: Pick<ExternalSystemView, "disabled" | "expiresAt">;
  readonly explain?: boolean;
}

export function SystemBadge({ system, explain = false }: SystemBadgeProps) {
  return <StatusBadge thing="system" state={systemStatus(system, useClock())} explain={explain} />;
}
