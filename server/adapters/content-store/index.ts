export { asStoreError, type ContentStore } from "./content-store";
export { openDiskStore } from "./disk-store";
