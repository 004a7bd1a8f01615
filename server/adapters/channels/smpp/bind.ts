import { isIP } from "node:net";
import smpp, { type Pdu } from "smpp";
import { LinkFailure, SmppLink } from "./link";

export interface BindOptions {
  readonly host: string;
  readonly port: number;
  /** TLS from the first octet. */
  readonly tls: boolean;
  /** The only certificate authorities that vouch for the centre, PEM; null: those that Node.js trusts. */
  readonly ca: string | null;
  readonly systemId: string;
  readonly password: string;
  readonly systemType: string;
  readonly responseMs: number;
  readonly enquireMs: number;
  /** A message of the centre's came in: a receipt, or what a device sent. Resolves to whether it is taken. */
  readonly onDelivery: (pdu: Pdu) => Promise<boolean>;
}

/** The centre answered a bind with this command status. */
export class BindRefused extends Error {
  constructor(readonly status: number) {
    super(`bind refused with ${status}`);
    this.name = "BindRefused";
  }
}

/** One connection for both directions, or one for each. */
export interface Bound {
  readonly transmitter: SmppLink;
  /** Resolves with the reason when one of its connections is gone; the other one is closed then, too. */
  readonly closed: Promise<string>;
  close(reason: string): void;
}

const INTERFACE_VERSION = 0x34;
const OK = 0x00;
/** Invalid command id: the centre does not know what was asked [SMPP 3.4, 5.1.3]. */
const UNKNOWN_COMMAND = 0x03;

/**
 * Connects and signs in as a transceiver; as a transmitter and a receiver on two connections where the centre does not
 * know that or says nothing. Rejects with BindRefused or LinkFailure.
 */
export async function bindToCentre(options: BindOptions, stopped: AbortSignal): Promise<Bound> {
  const transceiver = await tryBind("bind_transceiver", options, stopped);
  if (transceiver) return bound([transceiver]);
  const transmitter = await mustBind("bind_transmitter", options, stopped);
  try {
    return bound([transmitter, await mustBind("bind_receiver", options, stopped)]);
  } catch (error) {
    transmitter.close("no_receiver");
    throw error;
  }
}

/** null: the centre does not do it. */
async function tryBind(command: string, options: BindOptions, stopped: AbortSignal): Promise<SmppLink | null> {
  const link = await connect(options, stopped);
  const giveUp = (): void => link.close("closed");
  stopped.addEventListener("abort", giveUp, { once: true });
  try {
    const { command_status: status } = await link.request(command, {
      system_id: options.systemId,
      password: options.password,
      system_type: options.systemType,
      interface_version: INTERFACE_VERSION,
    });
    if (status === OK) return link;
    link.close("bind_refused");
    if (status === UNKNOWN_COMMAND) return null;
    throw new BindRefused(status);
  } catch (error) {
    link.close("no_bind");
    if (error instanceof LinkFailure && error.code === "no_response") return null;
    throw error;
  } finally {
    stopped.removeEventListener("abort", giveUp);
  }
}

async function mustBind(command: string, options: BindOptions, stopped: AbortSignal): Promise<SmppLink> {
  const link = await tryBind(command, options, stopped);
  if (!link) throw new LinkFailure("no_response", false);
  return link;
}

function connect(options: BindOptions, stopped: AbortSignal): Promise<SmppLink> {
  const { host, port, tls, ca } = options;
  // A name goes into the handshake, an address may not [RFC 6066, 3]; the certificate is held against either.
  const name = isIP(host) === 0 ? { servername: host } : {};
  const session = smpp.connect({ host, port, tls, ...(tls && { ...name, ...(ca !== null && { ca }) }) });
  const link = new SmppLink(session, options);
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void => {
      clearTimeout(timer);
      stopped.removeEventListener("abort", stop);
      link.close(reason);
      reject(new LinkFailure(reason, false));
    };
    const stop = (): void => fail("closed");
    const timer = setTimeout(() => fail("connect_timeout"), options.responseMs);
    stopped.addEventListener("abort", stop, { once: true });
    session.once(tls ? "secureConnect" : "connect", () => {
      clearTimeout(timer);
      stopped.removeEventListener("abort", stop);
      resolve(link);
    });
    void link.closed.then(fail);
  });
}

function bound(links: readonly [SmppLink, ...SmppLink[]]): Bound {
  const close = (reason: string): void => {
    for (const link of links) link.close(reason);
  };
  const closed = Promise.race(links.map((link) => link.closed)).then((reason) => {
    close(reason);
    return reason;
  });
  return { transmitter: links[0], closed, close };
}
