export { type Package0Input, writePackage0 } from "./package0";
