/** Addresses of IPv4 that are none of the public Internet, as numbers. */
const INNER_IPV4 = [
  "0.0.0.0",
  "10.0.0.1",
  "100.64.0.1",
  "127.0.0.1",
  "127.255.255.254",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.0.0.1",
  "192.0.2.1",
  "192.168.0.1",
  "198.18.0.1",
  "198.51.100.1",
  "203.0.113.1",
  "224.0.0.1",
  "255.255.255.255",
];

const INNER_IPV6 = [
  "::",
  "::1",
  "::ffff:127.0.0.1",
  "::ffff:10.0.0.1",
  "::ffff:a9fe:a9fe",
  "::127.0.0.1",
  "64:ff9b::7f00:1",
  "64:ff9b::8.8.8.8",
  "64:ff9b:1::1",
  "100::1",
  "2001::1",
  "2001:10::1",
  "2001:20::1",
  "2001:db8::1",
  "2002:7f00:1::",
  "2002:808:808::1",
  "3fff::1",
  "5f00::1",
  "fc00::1",
  "fd12:3456::1",
  "fe80::1",
  "fec0::1",
  "ff02::1",
  "ff05::2",
];

function numberOf(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** The same address as people write it who do not want it to be seen. */
function spellingsOf(address: string): string[] {
  const [a = "", b = "", c = "", d = ""] = address.split(".");
  const hex = (part: string) => `0x${Number(part).toString(16)}`;
  const octal = (part: string) => `0${Number(part).toString(8)}`;
  const wide = [...address].map((character) => String.fromCodePoint((character.codePointAt(0) ?? 0) + 0xfee0)).join("");
  return [
    address,
    `${address}.`,
    String(numberOf(address)),
    `0x${numberOf(address).toString(16)}`,
    `${hex(a)}.${hex(b)}.${hex(c)}.${hex(d)}`,
    `${octal(a)}.${octal(b)}.${octal(c)}.${octal(d)}`,
    `${a}.${b}.${Number(c) * 256 + Number(d)}`,
    wide,
    address.replaceAll(".", "\u3002"),
  ];
}

const BY_SHAPE = [
  "http://example.com/",
  "http://example.com:443/",
  "https://example.com:22/",
  "https://example.com:25/",
  "https://example.com:80/",
  "https://example.com:8080/",
  "https://user@example.com/",
  "https://user:secret@example.com/",
  "https://example.com@127.0.0.1/",
  "https://127.0.0.1\\@example.com/",
  "ftp://example.com/",
  "file:///etc/passwd",
  "gopher://127.0.0.1:6379/_INFO",
  "data:text/plain,x",
  "javascript:alert(1)",
  "blob:https://example.com/1",
  "dict://127.0.0.1:11211/stat",
  "ldap://127.0.0.1/",
  "unix:/var/run/docker.sock",
  "//127.0.0.1/",
  "/etc/passwd",
  "127.0.0.1",
  "",
  " ",
  "https://",
  "https:///",
  "https://[",
  "https://[::1",
  "https://exa mple.com/",
  "https://example.com:99999/",
  "https://256.256.256.256/",
  "https://0x7f.1/",
  "https://0177.1/",
  "https://0/",
  "https://[::ffff:127.0.0.1%25lo]/",
  "https://[fe80::1%25eth0]/",
];

/** Addresses to which nobody must be led, whatever they look like. */
export const HOSTILE_URLS: readonly string[] = [
  ...BY_SHAPE,
  ...INNER_IPV4.flatMap(spellingsOf).map((host) => `https://${host}/x`),
  ...INNER_IPV6.map((host) => `https://[${host}]/x`),
];

/** Names that point to where nobody must be led: what the name server says of each. */
export const HOSTILE_NAMES: readonly (readonly [string, readonly string[]])[] = [
  ["localhost", ["127.0.0.1", "::1"]],
  ["metadata.google.internal", ["169.254.169.254"]],
  ["127.0.0.1.nip.example", ["127.0.0.1"]],
  ["one-good-one-bad.example", ["93.184.215.14", "10.0.0.1"]],
  ["bad-behind-good.example", ["2606:2800:21f:cb07::1", "fd00::1"]],
  ["mapped.example", ["::ffff:10.0.0.1"]],
  ["nat64.example", ["64:ff9b::a00:1"]],
  ["none.example", []],
  ["no-address.example", ["not an address"]],
  ["zone.example", ["fe80::1%eth0"]],
];
