export { decodeXml } from "./decode";
export { type EncodeXmlOptions, elementText, encodeXml } from "./encode";
