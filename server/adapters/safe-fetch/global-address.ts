import { BlockList, isIP } from "node:net";

/**
 * Whether an address (text as `net.isIP` knows it) is one of the public Internet: global unicast, and none that leads on to
 * another place (6to4, NAT64, Teredo, IPv4-mapped). Sources: the special-purpose address registries of IANA for IPv4 and
 * IPv6 (RFC 6890 and its updates), and of IPv6 only 2000::/3 (RFC 4291 2.4).
 */
export function isGlobalAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !SPECIAL_IPV4.check(address, "ipv4");
  return (
    family === 6 && !address.includes("%") && GLOBAL_IPV6.check(address, "ipv6") && !SPECIAL_IPV6.check(address, "ipv6")
  );
}

const SPECIAL_IPV4 = blocks("ipv4", [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
]);

const GLOBAL_IPV6 = blocks("ipv6", [["2000::", 3]]);

const SPECIAL_IPV6 = blocks("ipv6", [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
]);

function blocks(family: "ipv4" | "ipv6", list: readonly (readonly [string, number])[]): BlockList {
  const blockList = new BlockList();
  for (const [address, bits] of list) blockList.addSubnet(address, bits, family);
  return blockList;
}
