export { decodeWbxml } from "./decode";
export { type EncodeWbxmlOptions, encodeWbxml, type WbxmlVersion } from "./encode";
