export { canonicalUri } from "./uri";
