import type { SubscriptionView } from "@/server/services/webhooks/schemas";

/** What people call it, or the host that it goes to. */
export function subscriptionName({ description, url }: Pick<SubscriptionView, "description" | "url">): string {
  return description ?? (URL.canParse(url) ? new URL(url).host : url);
}
