import { createKeyedBudget } from "../../keyed-budget";
import { networkOf } from "../attempts";

/** How often sessions may begin at a door for devices; each answer is false when it is too often. */
export interface SessionStarts {
  /** A message that belongs to no session, or claims one that it does not belong to. */
  mayStart(sourceAddress: string, nowMs: number): boolean;
  /** The answer to a challenge that such a message got. */
  mayAnswer(sourceAddress: string, nowMs: number): boolean;
  /** A session of a device that has proved itself: whoever only claims to be one does not use up what it may do. */
  mayStartAs(deviceId: string, nowMs: number): boolean;
}

export interface SessionStartBounds {
  /** From one source network. */
  readonly sessionStartsPerMinuteMax: number;
  readonly sessionsOfDevicePerHourMax: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A session is challenged three times at most. */
const ANSWERS_PER_START = 3;

/** Counts in memory, per door and process. [docs/operating.md "What the device listener takes"] */
export function createSessionStarts(bounds: SessionStartBounds): SessionStarts {
  const { sessionStartsPerMinuteMax, sessionsOfDevicePerHourMax } = bounds;
  const starts = createKeyedBudget(sessionStartsPerMinuteMax, MINUTE_MS);
  const answers = createKeyedBudget(sessionStartsPerMinuteMax * ANSWERS_PER_START, MINUTE_MS);
  const sessions = createKeyedBudget(sessionsOfDevicePerHourMax, HOUR_MS);
  return {
    mayStart: (sourceAddress, nowMs) => starts.take(networkOf(sourceAddress), nowMs),
    mayAnswer: (sourceAddress, nowMs) => answers.take(networkOf(sourceAddress), nowMs),
    mayStartAs: (deviceId, nowMs) => sessions.take(deviceId, nowMs),
  };
}
