import type { DeviceChannel } from "./device-channel";
import { simHttpChannel } from "./sim-http";

export type { ChannelPush, DeviceChannel, SendResult } from "./device-channel";

/** Every channel this server can send on, by kind. */
export const deviceChannels: ReadonlyMap<string, DeviceChannel> = new Map([[simHttpChannel.kind, simHttpChannel]]);
