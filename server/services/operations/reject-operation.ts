import { useCase } from "../use-case";
import { decideOperation } from "./decide-operation";
import { OperationView, RejectOperationInput } from "./schemas";

/**
 * Sends an operation that waits for approval back to its maker, as a draft.
 *
 * Throws ServiceError NOT_FOUND; FAILED_PRECONDITION for one that does not wait, and for its maker; STALE where
 * `revision` is no longer so.
 */
export const rejectOperation = useCase({
  name: "operation.reject",
  scope: "operations:approve",
  input: RejectOperationInput,
  output: OperationView,
  audit: true,
  run: (context, transaction, input) =>
    decideOperation(transaction, context.principal, input.id, {
      decision: "rejected",
      revision: input.revision,
      reason: input.reason,
      change: { state: "draft" },
    }),
});
