"use client";
import { operationStatus } from "../status/catalogue";
import { StatusBadge } from "../status/status-badge";
import type { OperationView } from "../trpc/views";

interface OperationBadgeProps {
  readonly operation: OperationView;
  readonly explain?: boolean;
}

export function OperationBadge({ operation, explain = false }: OperationBadgeProps) {
  const { counts } = operation;
  const done = counts.succeeded + counts.unconfirmed + counts.failed + counts.cancelled + counts.expired;
  const facts = { done, total: counts.total, open: counts.total - counts.succeeded };
  return <StatusBadge thing="operation" state={operationStatus(operation)} facts={facts} explain={explain} />;
}
