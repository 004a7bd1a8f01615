import type {
  ChannelKind,
  ChannelMessage,
  DeviceChannel,
  DeviceChannels,
  HearReceipt,
  SendResult,
} from "../../../adapters/channels";

/** A channel whose other end is a script: what it was given, and what it is to answer. */
export interface ScriptedChannel extends DeviceChannel {
  readonly sent: ChannelMessage[];
  answer: (message: ChannelMessage) => SendResult | Promise<SendResult>;
  secondsFor: DeviceChannel["secondsFor"];
  readonly report: HearReceipt;
}

export function scriptedChannel(kind: ChannelKind, needs: DeviceChannel["needs"] = ["url"]): ScriptedChannel {
  let hear: HearReceipt = async () => false;
  const sent: ChannelMessage[] = [];
  return {
    kind,
    needs,
    maxBody: 1_000,
    secondsFor: () => 0,
    sent,
    answer: () => ({ state: "accepted", refs: [] }),
    async send(message) {
      sent.push(message);
      return this.answer(message);
    },
    onReceipt(listener) {
      hear = listener;
    },
    report: (receipt) => hear(receipt),
    close: async () => {},
  };
}

export function channelsOf(...all: readonly DeviceChannel[]): DeviceChannels {
  return { all, get: (kind) => all.find((channel) => channel.kind === kind), close: async () => {} };
}
