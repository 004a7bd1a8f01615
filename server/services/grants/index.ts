export { acceptGrant } from "./accept-grant";
export { endGrant } from "./end-grant";
export { listGrants } from "./list-grants";
export { proposeGrant } from "./propose-grant";
export { readGrant } from "./read-grant";
