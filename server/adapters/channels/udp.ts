import { randomInt } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { writeWspPush } from "../../oma-dm";
import { ADDRESS_RULES, parseSocketAddress } from "./addresses";
import type { DeviceChannel, SendResult } from "./channel";
import { errorCode, rejected, retryLater } from "./failures";

export interface UdpSettings {
  /** Where pushes come from; a device may look. Taken when it is free. */
  readonly sourcePort: number;
}

/** Octets of a datagram that no network on the way has to cut. */
const DATAGRAM_OCTETS_MAX = 1_400;
const WSP_HEADER_OCTETS_MAX = 60;

/** Pushes in single datagrams, for devices with an address of their own. Nothing tells whether one has arrived. */
export function udpChannel(settings: UdpSettings): DeviceChannel {
  const sockets = new Map<4 | 6, Promise<Socket>>();
  let transactionId = randomInt(256);
  const socketOf = (family: 4 | 6): Promise<Socket> => {
    const known = sockets.get(family);
    if (known) return known;
    const opened = openSocket(family, settings.sourcePort);
    sockets.set(family, opened);
    opened.catch(() => sockets.delete(family));
    return opened;
  };
  return {
    kind: "udp",
    needs: ["ip"],
    maxBody: DATAGRAM_OCTETS_MAX - WSP_HEADER_OCTETS_MAX,
    secondsFor: () => 0,
    async send({ to, push }): Promise<SendResult> {
      const address = parseSocketAddress(to);
      if (!address) return rejected("bad_address", ADDRESS_RULES.udp);
      transactionId = (transactionId + 1) % 256;
      try {
        const datagram = writeWspPush(push, transactionId);
        if (datagram.length > DATAGRAM_OCTETS_MAX) return rejected("too_large", tooLarge(datagram.length));
        const socket = await socketOf(address.family);
        await new Promise<void>((resolve, reject) => {
          socket.send(datagram, address.port, address.host, (error) => (error ? reject(error) : resolve()));
        });
        return { state: "accepted", refs: [] };
      } catch (error) {
        const code = errorCode(error);
        return retryLater(code, `The datagram could not be sent: ${code}.`);
      }
    },
    // Datagrams are not answered.
    onReceipt() {},
    async close() {
      const open = await Promise.allSettled(sockets.values());
      sockets.clear();
      for (const socket of open) if (socket.status === "fulfilled") socket.value.close();
    },
  };
}

function tooLarge(octets: number): string {
  return `The push has ${octets} octets; one datagram takes ${DATAGRAM_OCTETS_MAX}.`;
}

/** On the wanted port, or on a free one where another program has it. */
async function openSocket(family: 4 | 6, port: number): Promise<Socket> {
  try {
    return await bind(family, port);
  } catch (error) {
    if (port === 0) throw error;
    return bind(family, 0);
  }
}

function bind(family: 4 | 6, port: number): Promise<Socket> {
  const socket = createSocket(family === 4 ? "udp4" : "udp6");
  return new Promise((resolve, reject) => {
    socket.once("error", (error) => {
      socket.close();
      reject(error);
    });
    socket.bind(port, () => {
      // Later errors are those of the network; each send hears of its own.
      socket.removeAllListeners("error").on("error", () => {});
      resolve(socket);
    });
  });
}
