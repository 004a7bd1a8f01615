import type { DeviceChannel } from "./channel";
import { type HttpSmsSettings, httpSmsChannel } from "./http-sms";
import { type PapSettings, papChannel } from "./pap";
import { simHttpChannel } from "./sim-http";
import { type SmppSettings, smppChannel } from "./smpp";
import { type UdpSettings, udpChannel } from "./udp";

export type {
  AddressForm,
  ChannelKind,
  ChannelMessage,
  DeviceChannel,
  HearReceipt,
  Receipt,
  SendResult,
} from "./channel";

/** What is set up beside sim-http, which needs nothing; null: off. */
export interface ChannelSettings {
  readonly udp: UdpSettings | null;
  readonly smpp: SmppSettings | null;
  readonly httpSms: HttpSmsSettings | null;
  readonly pap: PapSettings | null;
}

/** The channels of this process by kind; a device's address of another kind cannot be used. */
export interface DeviceChannels {
  get(kind: string): DeviceChannel | undefined;
  readonly all: readonly DeviceChannel[];
  /** Ends all connections. */
  close(): Promise<void>;
}

/**
 * Opens every channel that is set up. Peers are not connected before they are needed. Rejects when the port for receipts
 * of http-sms is taken.
 */
export async function openChannels({ udp, smpp, httpSms, pap }: ChannelSettings): Promise<DeviceChannels> {
  const all = [
    simHttpChannel,
    ...(udp ? [udpChannel(udp)] : []),
    ...(smpp ? [smppChannel(smpp)] : []),
    ...(httpSms ? [await httpSmsChannel(httpSms)] : []),
    ...(pap ? [papChannel(pap)] : []),
  ];
  return {
    get: (kind) => all.find((channel) => channel.kind === kind),
    all,
    close: () => Promise.all(all.map((channel) => channel.close())).then(() => undefined),
  };
}
