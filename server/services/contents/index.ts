export type { SignaturePolicy } from "./check-signature";
export { type ContentWork, type ContentWorkOptions, createContentWork } from "./content-work";
export { approveContent, rejectContent } from "./decide-content";
export { deleteContent } from "./delete-content";
export { misfitOf, type Objection, versionObjection } from "./fit";
export { listContents } from "./list-contents";
export { listDeviceUpdates } from "./list-device-updates";
export { listSigningKeys } from "./list-signing-keys";
export { readContent } from "./read-content";
export { readSigningKey } from "./read-signing-key";
export { registerContent } from "./register-content";
export { registerSigningKey } from "./register-signing-key";
export { retireContent } from "./retire-content";
export { revokeSigningKey } from "./revoke-signing-key";
export { UploadView } from "./schemas";
export {
  createUploads,
  type UploadBody,
  UploadError,
  type UploadErrorCode,
  type UploadStatus,
  type Uploads,
} from "./uploads";
export { findUsableContent, type UnusableContent, type UsableContent, usableContent } from "./usable-content";
