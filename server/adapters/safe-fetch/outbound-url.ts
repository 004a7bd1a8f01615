import { isIP } from "node:net";
import { FetchError } from "./fetch-error";
import { isGlobalAddress } from "./global-address";

/**
 * Where an administrator lets the server go besides the public Internet: `host` or `host:port`, in small letters. Such a host
 * may have any address and any port (or that one), and may speak plain HTTP.
 */
export type AllowedHosts = ReadonlySet<string>;

export interface Destination {
  readonly url: URL;
  /** Without the brackets of an IPv6 address. */
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
  /** It need not be of the public Internet. */
  readonly isAllowed: boolean;
}

/** https, and what is used where a firewall keeps 443 for others. */
const PORTS: ReadonlySet<number> = new Set([443, 8443]);

/**
 * Reads an address that somebody gave us to go to, and checks all that can be seen of it without asking a name server.
 *
 * Throws FetchError URL or ADDRESS with what is wrong.
 */
export function destinationOf(text: string, allowed: AllowedHosts): Destination {
  if (!URL.canParse(text)) throw new FetchError("URL", "It is no address.");
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") throw new FetchError("URL", "Only https is fetched.");
  if (url.username !== "" || url.password !== "") throw new FetchError("URL", "An address holds no name and password.");
  const host = hostOf(url);
  if (host === "") throw new FetchError("URL", "It names no host.");
  const isTls = url.protocol === "https:";
  const port = url.port === "" ? (isTls ? 443 : 80) : Number(url.port);
  const isAllowed = allowed.has(host) || allowed.has(`${host}:${port}`);
  if (!isAllowed && !isTls) throw new FetchError("URL", "Only https is fetched.");
  if (!isAllowed && !PORTS.has(port))
    throw new FetchError("URL", `Port ${port} is not fetched from: ${[...PORTS].join(" or ")}.`);
  // An address never reaches the name server, so it is looked at here.
  if (!isAllowed && isIP(host) !== 0 && !isGlobalAddress(host)) throw notGlobal();
  return { url, host, port, isTls, isAllowed };
}

/** The addresses of a host, if all of them may be gone to. Throws FetchError ADDRESS. */
export function checkAddresses(destination: Destination, addresses: readonly string[]): readonly string[] {
  const isRight = destination.isAllowed ? (address: string) => isIP(address) !== 0 : isGlobalAddress;
  if (addresses.length === 0 || !addresses.every(isRight)) throw notGlobal();
  return addresses;
}

/** The last dot of a full name is no part of it. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");
}

function notGlobal(): FetchError {
  return new FetchError("ADDRESS", "The host is not one of the public Internet. An administrator can allow it.");
}
