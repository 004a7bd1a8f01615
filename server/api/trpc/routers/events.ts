import { listEvents, readEvent } from "../../../services/events";
import { router } from "../trpc";
import { pageFor, queryFor } from "../use-case-procedures";

export const eventsRouter = router({ list: pageFor(listEvents), read: queryFor(readEvent) });
