export { cloudEvent } from "./cloud-event";
export { FEED_CHANNEL } from "./project-events";
export { readChanges } from "./read-changes";
export { readEvents } from "./read-events";
export { feedBounds, readFeed } from "./read-feed";
