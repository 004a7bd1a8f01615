export { type ChainCheck, checkAuditChain, linkAuditEntries } from "./audit-chain";
export { exportAudit } from "./export-audit";
export { listAuditEntries } from "./list-audit-entries";
