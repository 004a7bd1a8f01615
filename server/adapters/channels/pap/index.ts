export { type PapSettings, papChannel } from "./pap-channel";
