export { asStoreError, type ContentStore, StoreError } from "./content-store";
export { openDiskStore } from "./disk-store";
export type { S3StoreSettings } from "./s3-store";
