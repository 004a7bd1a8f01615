import { checkDestination } from "../check-destination";
import { readSystemPrincipal } from "../external-systems";
import { useCase } from "../use-case";
import { checkFilter } from "./check-filter";
import { lockSubscription } from "./find-subscription";
import { ChangeSubscriptionInput, RECEIVER_FIELD, SubscriptionView } from "./schemas";
import { subscriptionView } from "./subscription-view";
import { updateSubscription } from "./update-subscription";

/**
 * Sends the events to another address, or others of them, from where the push has come to. What waits for a further
 * attempt goes to the new address.
 *
 * Throws ServiceError NOT_FOUND; STALE where `revision` is no longer so; INVALID_INPUT for an address that the server
 * does not go to, or a filter that cannot be read or is not for its system.
 */
export const changeSubscription = useCase({
  name: "subscription.change",
  scope: "subscriptions:write",
  sensitive: true,
  input: ChangeSubscriptionInput,
  output: SubscriptionView,
  audit: true,
  async run(context, transaction, { id, revision, ...change }) {
    if (change.url !== undefined) checkDestination(context, change.url, RECEIVER_FIELD);
    const before = await lockSubscription(transaction, context.principal, id, revision);
    if (change.filter != null && change.filter !== before.filter) {
      const { scopes } = await readSystemPrincipal(transaction, before.systemId);
      checkFilter(change.filter, [...scopes]);
    }
    const row = await updateSubscription(transaction, before, {
      url: change.url ?? before.url,
      types: change.types ?? before.types,
      filter: change.filter === undefined ? before.filter : change.filter,
      description: change.description === undefined ? before.description : change.description,
    });
    const facts = ({ url, types, filter, description }: typeof row) => ({ url, types, filter, description });
    const audit = { object: id, before: facts(before), after: facts(row) };
    return { result: await subscriptionView(transaction, row), audit };
  },
});
