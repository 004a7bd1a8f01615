import type { DeliveryView } from "@/server/services/webhooks/schemas";

/** What came of the last attempt: the receiver's status, or why there was none. null: there was no attempt yet. */
export function lastAnswer({ tries }: Pick<DeliveryView, "tries">): string | null {
  const last = tries.at(-1);
  return last ? answerOf(last) : null;
}

export function answerOf({ status, error }: DeliveryView["tries"][number]): string {
  return status === null ? (error ?? "") : String(status);
}
