import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";

/** Says who is at the other end of a request. */
export interface SourceAddresses {
  /** The peer's address; behind a listed proxy the nearest address that is not a listed proxy's. */
  sourceOf(request: IncomingMessage): string;
  /** Whether the request came from a listed proxy, whose forwarding headers are believed. */
  isFromProxy(request: IncomingMessage): boolean;
  /** Whether a socket's remote address is a listed proxy's. */
  isProxy(address: string): boolean;
}

const HOPS_MAX = 16;

/** `trustedProxies`: CIDR blocks. */
export function createSourceAddresses(trustedProxies: readonly string[]): SourceAddresses {
  const listed = new BlockList();
  for (const block of trustedProxies) {
    const [address = "", bits] = block.split("/");
    listed.addSubnet(address, Number(bits), isIP(address) === 6 ? "ipv6" : "ipv4");
  }
  const isListed = (address: string): boolean => {
    const family = isIP(address);
    return family !== 0 && listed.check(address, family === 6 ? "ipv6" : "ipv4");
  };
  const peerOf = (request: IncomingMessage): string => plain(request.socket.remoteAddress ?? "");
  if (trustedProxies.length === 0) return { sourceOf: peerOf, isFromProxy: () => false, isProxy: () => false };
  return {
    isFromProxy: (request) => isListed(peerOf(request)),
    isProxy: (address) => isListed(plain(address)),
    sourceOf(request) {
      const peer = peerOf(request);
      if (!isListed(peer)) return peer;
      const hops = String(request.headers["x-forwarded-for"] ?? "")
        .split(",")
        .slice(-HOPS_MAX);
      for (const hop of hops.map((text) => plain(text.trim())).reverse()) {
        // What stands before an entry that is no address was written by nobody we know.
        if (isIP(hop) === 0) return peer;
        if (!isListed(hop)) return hop;
      }
      return peer;
    },
  };
}

/** An IPv4 address as such, also where the socket shows it mapped into IPv6. */
function plain(address: string): string {
  return address.startsWith("::ffff:") && isIP(address.slice(7)) === 4 ? address.slice(7) : address;
}
