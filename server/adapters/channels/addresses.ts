import { z } from "zod";
import type { ChannelKind } from "./channel";

export interface SocketAddress {
  readonly host: string;
  readonly port: number;
  readonly family: 4 | 6;
}

const FAMILIES = { 4: z.ipv4(), 6: z.ipv6() };
const PORT_MAX = 65_535;
const LOOPBACK_HOSTS = new Set(["127.0.0.1", "localhost", "[::1]"]);
/** Where devices wait for connectionless push [IANA wap-push]. */
const PUSH_PORT = 2_948;

/** What the address of each channel has to be: a sentence for who gave another. */
export const ADDRESS_RULES: Readonly<Record<ChannelKind, string>> = {
  "sim-http": "The sim-http address must be an http URL on this machine.",
  udp: "The udp address must be an IP address, with or without a port, such as 10.20.30.40:2948 or [2001:db8::7]:2948.",
  smpp: "The smpp address must be a number of 7 to 15 digits.",
  "http-sms": "The http-sms address must be a number of 7 to 15 digits.",
  pap: "The pap address must be a number of 7 to 15 digits or an IPv4 address.",
};

/** Whether a channel can send to an address at all. Needs nothing of the channel: schemas ask it too. */
export function isAddressOf(kind: ChannelKind, address: string): boolean {
  switch (kind) {
    case "sim-http":
      return parseLoopbackUrl(address) !== null;
    case "udp":
      return parseSocketAddress(address) !== null;
    case "smpp":
    case "http-sms":
      return parseMsisdn(address) !== null;
    case "pap":
      return parseMsisdn(address) !== null || parseSocketAddress(address)?.family === 4;
  }
}

/** An http URL of this machine; null for any other. */
export function parseLoopbackUrl(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === "http:" && LOOPBACK_HOSTS.has(url.hostname) && !url.username ? url : null;
}

/** E.164 digits without plus sign; null when the text is no number. */
export function parseMsisdn(text: string): string | null {
  return /^\+?(\d{7,15})$/.exec(text)?.[1] ?? null;
}

/**
 * `HOST`, `HOST:PORT`, `[IPV6]` or `[IPV6]:PORT`; without a port, that of pushes. Names are refused: what they lead to
 * changes, as do the zones of IPv6 from machine to machine. So are addresses of many or of nobody.
 */
export function parseSocketAddress(text: string): SocketAddress | null {
  const [, bracketed, plain, portText] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = bracketed ?? plain ?? "";
  const port = portText === undefined ? PUSH_PORT : Number(portText);
  const family = bracketed === undefined ? 4 : 6;
  if (!FAMILIES[family].safeParse(host).success || port < 1 || port > PORT_MAX) return null;
  if (family === 4 && /^(0|22[4-9]|2[3-5]\d)\./.test(host)) return null;
  if (family === 6 && (/^ff/i.test(host) || /^[0:]+$/.test(host))) return null;
  return { host, port, family };
}
