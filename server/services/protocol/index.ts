export { explainStatuses } from "./explain-statuses";
