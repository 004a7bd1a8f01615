import {
  changeSubscription,
  createSubscription,
  deleteSubscription,
  listDeliveries,
  listSubscriptions,
  pauseSubscription,
  readDelivery,
  readStatistics,
  readSubscription,
  recover,
  redeliver,
  resumeSubscription,
  rotateSubscriptionSecret,
  sendTest,
} from "../../../services/webhooks";
import { router } from "../trpc";
import { mutationFor, pageFor, queryFor } from "../use-case-procedures";

export const subscriptionsRouter = router({
  list: pageFor(listSubscriptions),
  read: queryFor(readSubscription),
  statistics: queryFor(readStatistics),
  create: mutationFor(createSubscription),
  change: mutationFor(changeSubscription),
  rotateSecret: mutationFor(rotateSubscriptionSecret),
  pause: mutationFor(pauseSubscription),
  resume: mutationFor(resumeSubscription),
  sendTest: mutationFor(sendTest),
  recover: mutationFor(recover),
  delete: mutationFor(deleteSubscription),
  deliveries: pageFor(listDeliveries),
  delivery: queryFor(readDelivery),
  redeliver: mutationFor(redeliver),
});
