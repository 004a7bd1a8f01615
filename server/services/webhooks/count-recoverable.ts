import { useCase } from "../use-case";
import { findSubscription } from "./find-subscription";
import { countBehind, firstSince } from "./recoverable";
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
  async run({ principal }, transaction, { id, since, which }) {
    const row = await findSubscription(transaction, principal, id);
    const first = await firstSince(transaction, row, since);
    return { count: await countBehind(transaction, row, first, which) };
  },
});
