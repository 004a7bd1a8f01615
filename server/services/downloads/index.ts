export { DESCRIPTOR_TYPE } from "../../oma-dm";
export { byteRange } from "./byte-range";
export { createDownloads, type Downloads } from "./downloads";
export { fileNameOf } from "./file-name";
export type { Download, SentOctets } from "./find-download";
