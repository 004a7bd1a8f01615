export { type Package0Input, writePackage0 } from "./package0";
export type { BootstrapSecurity, PushMessage, PushProtection } from "./push-message";
