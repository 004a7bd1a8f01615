export {
  challengesMax,
  firstCred,
  forgottenNonce,
  hearsChallenge,
  provesItselfFirst,
  refusalStatus,
} from "./authentication";
export { commandNamed, itemsHeard, oddRefusal } from "./commands";
export { crashOf } from "./crashes";
export { QUIRKS, QuirkName, type Quirks } from "./names";
export { OBSERVED_BEHAVIOUR, type ObservedBehaviour } from "./observed-behaviour";
export { oddPackageOne } from "./package-one";
export { oddAlert, oddReports } from "./reports";
export { contentTypeOf, messageOctetsOf, sessionIdOf } from "./transport";
export { encodeOddly } from "./writing";
