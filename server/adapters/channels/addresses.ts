import { isIP } from "node:net";

export interface SocketAddress {
  readonly host: string;
  readonly port: number;
  readonly family: 4 | 6;
}

const PORT_MAX = 65_535;

/** E.164 digits without plus sign; null when the text is no number. */
export function parseMsisdn(text: string): string | null {
  return /^\+?(\d{7,15})$/.exec(text)?.[1] ?? null;
}

/**
 * `HOST`, `HOST:PORT`, `[IPV6]` or `[IPV6]:PORT`. Names are refused: what they lead to changes. So are addresses of many
 * or of nobody.
 */
export function parseSocketAddress(text: string, defaultPort: number): SocketAddress | null {
  const [, bracketed, plain, portText] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = bracketed ?? plain ?? "";
  const family = isIP(host);
  const port = portText === undefined ? defaultPort : Number(portText);
  if (family === 0 || (bracketed !== undefined) !== (family === 6) || port < 1 || port > PORT_MAX) return null;
  if (family === 4 && /^(0|22[4-9]|2[3-5]\d)\./.test(host)) return null;
  if (family === 6 && (/^ff/i.test(host) || /^[0:]+$/.test(host))) return null;
  return { host, port, family: family === 4 ? 4 : 6 };
}
