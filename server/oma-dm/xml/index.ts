export { decodeXml } from "./decode";
export { elementText, encodeXml, escaped } from "./encode";
