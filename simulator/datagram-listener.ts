import { createSocket, type Socket } from "node:dgram";
import { DecodeError } from "../server/oma-dm/decode-error";
import { type ReceivedPush, readWspPush } from "./push-reader";

const HOST = "127.0.0.1";
/** Each device has a socket of its own, as each real one has an address. */
const DEVICES_MAX = 500;

export interface DatagramListener {
  /** The address of a device for the channel `udp`; null for one that is not there. */
  addressOf(devId: string): string | null;
  close(): Promise<void>;
}

/**
 * Opens a UDP port of loopback for each device. `hear` gets each push, or null for a datagram that is none. Throws
 * RangeError beyond 500 devices.
 */
export async function listenForDatagrams(
  devIds: readonly string[],
  hear: (devId: string, push: ReceivedPush | null) => void,
): Promise<DatagramListener> {
  if (devIds.length > DEVICES_MAX) throw new RangeError(`UDP: up to ${DEVICES_MAX} devices`);
  const sockets = new Map<string, Socket>();
  for (const devId of devIds) {
    const socket = createSocket("udp4");
    socket.on("message", (octets) => hear(devId, pushIn(octets)));
    await new Promise<void>((resolve, reject) => {
      socket.once("error", reject);
      socket.bind(0, HOST, resolve);
    });
    // The sender's ICMP errors are no news.
    socket.removeAllListeners("error").on("error", () => {});
    sockets.set(devId, socket);
  }
  return {
    addressOf(devId) {
      const socket = sockets.get(devId);
      return socket ? `${HOST}:${socket.address().port}` : null;
    },
    close: async () => {
      for (const socket of sockets.values()) socket.close();
    },
  };
}

function pushIn(octets: Uint8Array): ReceivedPush | null {
  try {
    return readWspPush(octets);
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}
