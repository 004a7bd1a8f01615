export { answerOnce, type IdempotencyClaim, type RememberedAnswer } from "./answer-once";
