import { useCase } from "../use-case";
import { findSubscription } from "./find-subscription";
import { findRecoverable } from "./recoverable";
import { RecoverableView, RecoverInput } from "./schemas";

/**
 * How many events `recover` would send again now.
 *
 * Throws ServiceError NOT_FOUND.
 */
export const countRecoverable = useCase({
  name: "subscription.count_recoverable",
  scope: "events:read",
  input: RecoverInput,
  output: RecoverableView,
  audit: false,
  async run({ principal }, transaction, input) {
    const row = await findSubscription(transaction, principal, input.id);
    const { seqs, next } = await findRecoverable(transaction, row, input);
    return { count: seqs.length, next };
  },
});
