import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { lockSubscription } from "./find-subscription";
import { NewSecretView, RotateSecretInput } from "./schemas";
import { endSecrets, insertSecret, LIVE_SECRETS_MAX, liveSecrets } from "./secrets";
import { subscriptionView } from "./subscription-view";
import { updateSubscription } from "./update-subscription";

/**
 * Gives a subscription a new secret; the one until now signs beside it for `overlapHours` more. The new one is in this
 * answer and nowhere else.
 *
 * Throws ServiceError NOT_FOUND, and FAILED_PRECONDITION while two sign already, unless they are to end at once.
 */
export const rotateSubscriptionSecret = useCase({
  name: "subscription.rotate_secret",
  scope: "subscriptions:write",
  sensitive: true,
  input: RotateSecretInput,
  output: NewSecretView,
  audit: true,
  async run({ principal, sealer }, transaction, { id, overlapHours }) {
    const before = await lockSubscription(transaction, principal, id);
    const live = await liveSecrets(transaction, [before.subscriptionId]);
    if (live.length >= LIVE_SECRETS_MAX && overlapHours > 0) {
      throw new ServiceError(
        "FAILED_PRECONDITION",
        "Two secrets sign already. Wait until the older one ends, or end both with overlapHours 0.",
      );
    }
    await endSecrets(transaction, before.subscriptionId, overlapHours);
    const secret = await insertSecret(transaction, sealer, before.subscriptionId);
    const row = await updateSubscription(transaction, before, {});
    const result = { ...(await subscriptionView(transaction, row)), secret };
    return { result, audit: { object: id, after: { overlapHours } } };
  },
});
