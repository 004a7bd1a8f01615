export { TNDS_TYPE } from "../meta-words";
export {
  type Acl,
  type AclCommand,
  aclAllows,
  effectiveAcl,
  isSameAcl,
  mayWriteAcl,
  parseAcl,
  wouldLockOut,
} from "./acl";
export type { AccessType, DeviceDescription, NodeDescription } from "./device-description";
export {
  type NodeAddress,
  type NodeQuery,
  parseNodeAddress,
  type TndsPart,
  type TndsSelection,
  writeNodeAddress,
} from "./node-address";
export {
  findFormat,
  NODE_PROPERTIES,
  type NodeFormat,
  type NodeProperty,
  TITLE_OCTETS_MAX,
} from "./node-properties";
export { type DdfDocument, readDdf } from "./read-ddf";
export { readTnds, type TndsDocument } from "./read-tnds";
export { isSecretLeaf, SECRET_MASK } from "./secret-leaves";
export { type TreeCommand, treeCommands } from "./tree-commands";
export type { TreeProblem, TreeRecord } from "./tree-record";
export { canonicalUri } from "./uri";
export { isAtOrBelow, nodeName, parentUri } from "./uri-parts";
export { writeTnds } from "./write-tnds";
