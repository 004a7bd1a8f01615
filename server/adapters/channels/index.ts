import type { DeviceChannel } from "./channel";
import { simHttpChannel } from "./sim-http";

export type { AddressForm, ChannelKind, ChannelMessage, DeviceChannel, Receipt, SendResult } from "./channel";

/** The channels of this process by kind; a device's address of another kind cannot be used. */
export interface DeviceChannels {
  get(kind: string): DeviceChannel | undefined;
  readonly all: readonly DeviceChannel[];
  /** Ends all connections. */
  close(): Promise<void>;
}

/** Opens every channel that is set up. Nothing is connected before it is needed. */
export function openChannels(): DeviceChannels {
  const all = [simHttpChannel];
  return {
    get: (kind) => all.find((channel) => channel.kind === kind),
    all,
    close: () => Promise.all(all.map((channel) => channel.close())).then(() => undefined),
  };
}
