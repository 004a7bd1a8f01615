export { DESCRIPTOR_TYPE, type DownloadDescriptor, writeDescriptor } from "./descriptor";
export { DOWNLOAD_STATUSES, type InstallReport, readInstallReport } from "./install-report";
