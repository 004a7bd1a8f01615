export { type HttpSmsSettings, httpSmsChannel } from "./http-sms-channel";
