export { decodeBase64, encodeBase64 } from "./base64";
export { BASIC_TYPE, basicCredential } from "./basic";
export { bootstrapMac, imsiKey, pinCheckDigits } from "./bootstrap-mac";
export { DEFAULT_NONCES } from "./default-nonces";
export { equalSecrets } from "./equal-secrets";
export { MAC_HEADER, MAC_TYPE, type MacHeader, type MacKey, readMacHeader, writeMacHeader } from "./mac-header";
export { bodyDigest, credentialDigest, MD5_TYPE, macDigest, macDigestOf, md5Digest, notificationDigest } from "./md5";
export { type Package0, readPackage0, UI_MODES, type UiMode, verifyPackage0 } from "./package0";
