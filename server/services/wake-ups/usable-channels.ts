import type { DeviceChannelAddress } from "../../../drizzle/schema/devices";
import type { DeviceChannel, DeviceChannels } from "../../adapters/channels";

/** A channel of this server together with the address at which it reaches the device. */
export interface UsableChannel {
  readonly channel: DeviceChannel;
  readonly to: string;
}

export interface ReachableDevice {
  /** First choice first. */
  readonly channels: readonly DeviceChannelAddress[];
  readonly msisdn: string | null;
}

/**
 * The ways to a device, in its own order: each channel of its list that this process has, with the address that stands
 * there, or the device's own number where the channel takes one. With `only`, no other kind.
 */
export function usableChannels(
  device: ReachableDevice,
  channels: DeviceChannels,
  only: string | null = null,
): readonly UsableChannel[] {
  const ways = device.channels.flatMap(({ kind, address }) => {
    const channel = only === null || only === kind ? channels.get(kind) : undefined;
    if (!channel) return [];
    const to = address ?? (channel.needs.includes("msisdn") ? device.msisdn : null);
    return to === null ? [] : [{ channel, to }];
  });
  // There were lists with a kind twice: what comes behind a channel is found by its kind.
  return ways.filter(({ channel }, place) => ways.findIndex((way) => way.channel === channel) === place);
}

/** Why there is no way to the device, in words for whoever can change that. */
export function whyUnreachable(device: ReachableDevice, channels: DeviceChannels, only: string | null = null): string {
  const listed = device.channels.filter(({ kind }) => only === null || only === kind);
  if (listed.length === 0) {
    return only === null
      ? "No channel to this device is known: it is served when it calls in by itself."
      : `The device has no channel ${only}: add it to the device, with its address.`;
  }
  const kinds = listed.map(({ kind }) => kind).join(", ");
  if (listed.some(({ kind }) => channels.get(kind))) {
    return `No address of the device is known for ${kinds}: add it to the channel, or the MSISDN to the device.`;
  }
  return `This server has none of the device's channels (${kinds}): set one up, or give the device another.`;
}
