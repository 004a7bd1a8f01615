export { cloudEvent } from "./cloud-event";
export { WITHDRAWN } from "./event-types";
export { listEvents } from "./list-events";
export { FEED_CHANNEL } from "./project-events";
export { readChanges } from "./read-changes";
export { readEvent } from "./read-event";
export { readEvents } from "./read-events";
export { feedBounds, readFeed } from "./read-feed";
export { EventsPage, type EventTextsPage } from "./schemas";
