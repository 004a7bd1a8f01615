export {
  type AttemptPolicy,
  bucketOf,
  countInWindow,
  forgetAttempts,
  networkOf,
  pauseLeft,
  reserveAttempt,
  returnAttempt,
} from "./attempt-counters";
