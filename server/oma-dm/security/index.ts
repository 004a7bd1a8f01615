export { decodeBase64, encodeBase64 } from "./base64";
export { BASIC_TYPE, basicCredential } from "./basic";
export { equalSecrets } from "./equal-secrets";
export { credentialDigest, MD5_TYPE, md5Digest, notificationDigest } from "./md5";
export { type Package0, readPackage0, UI_MODES, type UiMode, verifyPackage0 } from "./package0";
