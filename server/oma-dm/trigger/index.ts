export { type BootstrapInput, type BootstrapOutcome, type BootstrapRefusal, writeBootstrap } from "./bootstrap";
export type { BootstrapAccount, BootstrapCredential } from "./bootstrap-account";
export { type Package0Input, package0Push, writePackage0 } from "./package0";
export type { BootstrapSecurity, PushMessage, PushProtection } from "./push-message";
export { SMS_PART_OCTETS, SMS_PARTS_MAX, type SmsPart, splitIntoSms } from "./sms-parts";
export { writeWspPush } from "./wsp-push";
