export {
  type AttemptPolicy,
  bucketOf,
  forgetAttempts,
  networkOf,
  pauseLeft,
  reserveAttempt,
  returnAttempt,
} from "./attempt-counters";
