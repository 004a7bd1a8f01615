import { and, eq } from "drizzle-orm";
import { events } from "../../../drizzle/schema/events";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { cloudEvent } from "./cloud-event";
import { EventPayloadView, ReadEventInput } from "./log-schemas";
import { loggedEventView, mayReadLog, refuseLogTo, selectLogged } from "./logged-event";

/**
 * One event of the log by its number, with what is told of it.
 *
 * Throws ServiceError NOT_FOUND; FORBIDDEN for an External System.
 */
export const readEvent = useCase({
  name: "events.read_one",
  scope: "events:read",
  input: ReadEventInput,
  output: EventPayloadView,
  audit: false,
  async run({ principal }, transaction, { sequence }) {
    refuseLogTo(principal);
    const [row] = await selectLogged(transaction, true).where(and(mayReadLog(principal), eq(events.seq, sequence)));
    if (!row) throw new ServiceError("NOT_FOUND", "There is no such event.");
    return { ...loggedEventView(row), payload: JSON.parse(cloudEvent({ ...row, showsTask: true })) };
  },
});
