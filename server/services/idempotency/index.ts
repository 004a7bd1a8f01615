export { answerOnce, type IdempotencyClaim, IdempotencyError, type RememberedAnswer } from "./answer-once";
