"use client";
import type { SubscriptionView } from "@/server/services/webhooks/schemas";
import { StatusBadge } from "../status/status-badge";

interface SubscriptionBadgeProps {
  readonly subscription: Pick<SubscriptionView, "state">;
  readonly explain?: boolean;
}

export function SubscriptionBadge({ subscription, explain = false }: SubscriptionBadgeProps) {
  return <StatusBadge thing="subscription" state={subscription.state} explain={explain} />;
}
