// What the element names and document types are called is the same in XML.
export { CODE_PAGES, type Tag } from "./code-pages";
export { decodeWbxml } from "./decode";
export { encodeWbxml } from "./encode";
export { PROV_ATTRIBUTE_NAMES } from "./prov-attributes";
export { dialectOfText, publicIdOf } from "./public-ids";
