export { decodeXml } from "./decode";
export { elementText, encodeXml } from "./encode";
