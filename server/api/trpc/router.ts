import { accountRouter } from "./routers/account";
import { auditRouter } from "./routers/audit";
import { contentsRouter } from "./routers/contents";
import { devicesRouter } from "./routers/devices";
import { eventsRouter } from "./routers/events";
import { grantsRouter } from "./routers/grants";
import { groupsRouter } from "./routers/groups";
import { liveRouter } from "./routers/live";
import { operationsRouter } from "./routers/operations";
import { searchRouter } from "./routers/search";
import { subscriptionsRouter } from "./routers/subscriptions";
import { systemsRouter } from "./routers/systems";
import { usersRouter } from "./routers/users";
import { router } from "./trpc";

/** What the console can ask for. Each procedure is one use case of the services; nothing is decided here. */
export const appRouter = router({
  account: accountRouter,
  audit: auditRouter,
  contents: contentsRouter,
  devices: devicesRouter,
  events: eventsRouter,
  grants: grantsRouter,
  groups: groupsRouter,
  live: liveRouter,
  operations: operationsRouter,
  search: searchRouter,
  subscriptions: subscriptionsRouter,
  systems: systemsRouter,
  users: usersRouter,
});

export type AppRouter = typeof appRouter;
