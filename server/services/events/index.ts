export { FEED_CHANNEL } from "./project-events";
export { readChanges } from "./read-changes";
