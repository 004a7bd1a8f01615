import { useCase } from "../use-case";
import { firstParked, parkedRange } from "./parked-deliveries";
import { ParkedInput, ParkedView, REDELIVERED_MAX } from "./schemas";

/**
 * How many parked deliveries would be sent again, of one subscription or of all.
 *
 * Throws ServiceError NOT_FOUND, and FORBIDDEN for an External System that names none.
 */
export const countParked = useCase({
  name: "subscription.count_parked",
  scope: "events:read",
  input: ParkedInput,
  output: ParkedView,
  audit: false,
  async run({ principal }, transaction, { id }) {
    const found = await firstParked(transaction, await parkedRange(transaction, principal, id));
    return { count: Math.min(found.length, REDELIVERED_MAX), isMore: found.length > REDELIVERED_MAX };
  },
});
