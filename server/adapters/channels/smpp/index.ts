export { type SmppSettings, smppChannel } from "./smpp-channel";
