import { callingSystem } from "../calling-system";
import { cursorsOf } from "../cursor";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import { cloudEvent } from "./cloud-event";
import { type FeedBounds, feedBounds, readFeed } from "./read-feed";
import { EventTextsPage, ReadEventsInput } from "./schemas";
import { signEvents } from "./sign-events";
import { eventSigner } from "./signing-keys";

/**
 * The External System's own feed behind a cursor, in CloudEvents (JSON texts), and the cursor to go on from, which
 * is always there.
 * Without a cursor it begins with the oldest event that is kept. The cursor is the caller's own, whatever the types.
 *
 * Throws ServiceError FORBIDDEN for who has no feed, INVALID_INPUT for a cursor that is none of the caller's, CURSOR_LOST
 * for one whose events are not kept any more, and for one that the server has not come to.
 */
export const readEvents = useCase({
  name: "events.read",
  scope: "events:read",
  input: ReadEventsInput,
  output: EventTextsPage,
  audit: false,
  async run(context, transaction, { after, types, limit, signed }) {
    const { principal } = context;
    const systemId = callingSystem(principal);
    if (systemId === null) throw new ServiceError("FORBIDDEN", "Only External Systems have a feed.");
    const cursors = cursorsOf(context, "events", { limit }, "after");
    const bounds = await feedBounds(transaction, systemId);
    const from = startOf(cursors.read(after), bounds);
    const { rows, upTo } = await readFeed(transaction, principal, { after: from, end: bounds.end, limit, types });
    const events = rows.map(cloudEvent);
    const isSigned = signed === "true" && events.length > 0;
    const items = isSigned ? await signEvents(await eventSigner(transaction, context.sealer), events) : events;
    return { items, next: cursors.write(String(upTo)) };
  },
});

function startOf(key: string | null, { swept, end }: FeedBounds): number {
  if (key === null) return swept;
  const after = Number(key);
  if (after < swept) {
    throw new ServiceError(
      "CURSOR_LOST",
      "Events behind this cursor are not kept any more. Begin again without a cursor, and read what you missed from the operations.",
    );
  }
  if (after > end) {
    throw new ServiceError(
      "CURSOR_LOST",
      "The server has not come to this cursor: it was put back to an earlier state. Begin again without a cursor; drop events whose id you know.",
    );
  }
  return after;
}
