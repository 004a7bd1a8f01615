"use client";
import type { DeliveryView } from "@/server/services/webhooks/schemas";
import { StatusBadge } from "../status/status-badge";

interface DeliveryBadgeProps {
  readonly delivery: Pick<DeliveryView, "state" | "attempts">;
  readonly explain?: boolean;
}

export function DeliveryBadge({ delivery, explain = false }: DeliveryBadgeProps) {
  return <StatusBadge thing="delivery" state={delivery.state} facts={{ n: delivery.attempts }} explain={explain} />;
}
