export { asStoreError, type ContentStore, StoreError } from "./content-store";
export { openDiskStore } from "./disk-store";
