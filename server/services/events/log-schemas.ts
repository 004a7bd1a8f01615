import { z } from "zod";
import { Instant } from "../devices/schemas";
import { PageInput, pageOf } from "../page";
import { CloudEvent, EVENT_SUBJECT, EventTypes } from "./schemas";

export const ListEventsInput = PageInput.extend({ types: EventTypes.nullable().default(null) });

/** An event as a line of the log of its environment. */
export const LoggedEventView = z.object({
  /** Its number in the log, which counts the events of every environment. */
  sequence: z.number().int(),
  id: z.string(),
  type: z.string(),
  at: Instant,
  ...EVENT_SUBJECT,
});
export type LoggedEventView = z.infer<typeof LoggedEventView>;
export const LoggedEventPage = pageOf(LoggedEventView);

export const ReadEventInput = z.strictObject({ sequence: z.number().int().min(1) });

/** `payload` as the owner of its operation is told it; its `sequence` is the number in the log. */
export const EventPayloadView = LoggedEventView.extend({ payload: CloudEvent });
