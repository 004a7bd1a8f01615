import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { asFetchError, FetchError } from "./fetch-error";
import { isGlobalAddress } from "./global-address";
import { destinationOf } from "./outbound-url";
import { createSafeFetch, type FetchRequest } from "./safe-fetch";
import { HOSTILE_NAMES, HOSTILE_URLS } from "./testing/hostile-urls";

const BOUNDS = { connectMs: 2_000, idleMs: 2_000, totalMs: 5_000, octetsMax: 1_000, redirectsMax: 0 };
const GOOD = "93.184.215.14";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A host on loopback; answers its port. */
async function host(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

async function textOf(
  url: string,
  allowed: readonly string[],
  request: Partial<FetchRequest["bounds"]> = {},
): Promise<string> {
  const fetch = createSafeFetch({ allowed: new Set(allowed) });
  const answer = await fetch(url, { bounds: { ...BOUNDS, ...request } });
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer.body) chunks.push(chunk);
  return `${answer.status} ${Buffer.concat(chunks)}`;
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "fetched",
    (error: unknown) => asFetchError(error)?.code ?? String(error),
  );
}

describe("trust:ssrf-guard: nobody is led to an address that is not of the public Internet", () => {
  /** Never connects: tells where it would have gone. */
  function guarded(resolve: (host: string) => Promise<readonly string[]>) {
    const opened: string[] = [];
    const fetch = createSafeFetch({
      allowed: new Set(),
      resolve,
      open: async (_destination, addresses) => {
        opened.push(...addresses);
        throw new FetchError("CONNECT", "Nothing is there.");
      },
    });
    return { opened, fetch };
  }
  /** As a resolver does that is given an address. */
  const asItStands = async (name: string) => [name];
  let covered = 0;

  it("by no hostile URL", async () => {
    expect(HOSTILE_URLS.length).toBeGreaterThanOrEqual(200);
    for (const url of HOSTILE_URLS) {
      const { opened, fetch } = guarded(asItStands);
      expect(["URL", "ADDRESS"], url).toContain(await codeOf(fetch(url, { bounds: BOUNDS })));
      expect(opened, url).toEqual([]);
      covered += 1;
    }
  });

  it.each(HOSTILE_NAMES)("by the name %s", async (name, addresses) => {
    const { opened, fetch } = guarded(async () => addresses);
    expect(await codeOf(fetch(`https://${name}/`, { bounds: BOUNDS }))).toBe("ADDRESS");
    expect(opened).toEqual([]);
    covered += 1;
  });

  it("by a name server that changes its mind: it is asked once, and where it said is gone to", async () => {
    let asked = 0;
    const { opened, fetch } = guarded(async () => {
      asked += 1;
      return asked === 1 ? [GOOD] : ["127.0.0.1"];
    });
    expect(await codeOf(fetch("https://rebinding.example/", { bounds: BOUNDS }))).toBe("CONNECT");
    expect([asked, opened]).toEqual([1, [GOOD]]);
    expect(await codeOf(fetch("https://rebinding.example/", { bounds: BOUNDS }))).toBe("ADDRESS");
    expect(opened).toEqual([GOOD]);
    covered += 2;
  });

  it("by a redirect, which is checked like the first address", async () => {
    const targets = [
      "https://127.0.0.1/",
      "http://example.com/",
      "https://10.0.0.1/",
      "//169.254.169.254/",
      "https://inner.example/",
    ];
    for (const target of targets) {
      const opened: string[] = [];
      const fetch = createSafeFetch({
        allowed: new Set(),
        resolve: async (name) => (name === "good.example" ? [GOOD] : ["192.168.1.1"]),
        open: async (_destination, addresses) => {
          opened.push(...addresses);
          return { status: 302, headers: { location: target }, length: 0, body: nothing(), close: () => {} };
        },
      });
      const bounds = { ...BOUNDS, redirectsMax: 3 };
      expect(["URL", "ADDRESS"], target).toContain(await codeOf(fetch("https://good.example/", { bounds })));
      expect(opened).toEqual([GOOD]);
      covered += 1;
    }
  });

  it("by any URL or address at all: what is let through is global by another's reckoning (20,000 cases)", () => {
    const part = fc.oneof(
      fc.nat(255).map(String),
      fc.nat(0xffffffff).map(String),
      fc.nat(255).map((n) => `0x${n.toString(16)}`),
    );
    const ipv4 = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("."));
    const ipv6 = fc.oneof(
      fc.ipV6(),
      fc.ipV4().map((v4) => `::ffff:${v4}`),
      fc.ipV4().map((v4) => `64:ff9b::${v4}`),
    );
    const name = fc.oneof(
      ipv4,
      ipv6.map((address) => `[${address}]`),
      fc.domain(),
    );
    const scheme = fc.constantFrom("https://", "http://", "HTTPS:\\\\", "https:", "ftp://");
    const url = fc
      .tuple(scheme, fc.constantFrom("", "a@", ":@"), name, fc.constantFrom("", ":443", ":8443", ":80", ":00443"))
      .map((all) => all.join(""));
    fc.assert(
      fc.property(url, (text) => {
        let destination: ReturnType<typeof destinationOf>;
        try {
          destination = destinationOf(text, new Set());
        } catch (error) {
          expect(asFetchError(error)).not.toBeNull();
          return;
        }
        expect(destination.url.protocol).toBe("https:");
        expect([443, 8443]).toContain(destination.port);
        const value = numberOfAddress(destination.host);
        if (value !== null) expect(isGlobalByRegistry(value)).toBe(true);
      }),
      { numRuns: 10_000, seed: 49 },
    );
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), ipv6), (address) => {
        const value = numberOfAddress(address);
        if (value === null) return;
        expect(isGlobalAddress(address), address).toBe(isGlobalByRegistry(value));
      }),
      { numRuns: 10_000, seed: 49 },
    );
    covered += 1;
  });

  it("and that is all of them", () => {
    const all = HOSTILE_URLS.length + HOSTILE_NAMES.length + 2 + 5 + 1;
    console.log(`ssrf-guard ${covered}/${all}`);
    expect(covered).toBe(all);
  });
});

async function* nothing(): AsyncGenerator<Uint8Array> {}

interface AddressNumber {
  readonly family: 4 | 6;
  readonly value: bigint;
}

/** The oracle's own reading of an address that stands written out; null for a name. */
function numberOfAddress(text: string): AddressNumber | null {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(text)) {
    return { family: 4, value: text.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n) };
  }
  if (!text.includes(":")) return null;
  const [, lead = "", v4] = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text) ?? [];
  const tail = v4 === undefined ? 0n : (numberOfAddress(v4)?.value ?? 0n);
  const hex = v4 === undefined ? text : `${lead}${(tail >> 16n).toString(16)}:${(tail & 0xffffn).toString(16)}`;
  const [left = "", right] = hex.split("::");
  const groups = (side: string | undefined) => (side ? side.split(":") : []);
  const missing = right === undefined ? 0 : 8 - groups(left).length - groups(right).length;
  const all = [...groups(left), ...Array.from({ length: Math.max(0, missing) }, () => "0"), ...groups(right)];
  return { family: 6, value: all.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group || "0"}`), 0n) };
}

/** What the IANA registries call not globally reachable, or leads on; for IPv6 only 2000::/3 is given out at all. */
function isGlobalByRegistry({ family, value }: AddressNumber): boolean {
  const within = (base: bigint, bits: number, width: number) =>
    value >> BigInt(width - bits) === base >> BigInt(width - bits);
  if (family === 4) {
    const special: readonly (readonly [number, number, number, number, number])[] = [
      [0, 0, 0, 0, 8],
      [10, 0, 0, 0, 8],
      [100, 64, 0, 0, 10],
      [127, 0, 0, 0, 8],
      [169, 254, 0, 0, 16],
      [172, 16, 0, 0, 12],
      [192, 0, 0, 0, 24],
      [192, 0, 2, 0, 24],
      [192, 88, 99, 0, 24],
      [192, 168, 0, 0, 16],
      [198, 18, 0, 0, 15],
      [198, 51, 100, 0, 24],
      [203, 0, 113, 0, 24],
      [224, 0, 0, 0, 4],
      [240, 0, 0, 0, 4],
    ];
    return !special.some(([a, b, c, d, bits]) => within(BigInt(((a * 256 + b) * 256 + c) * 256 + d), bits, 32));
  }
  if (!within(0x2000n << 112n, 3, 128)) return false;
  const special: readonly (readonly [bigint, number])[] = [
    [0x2001n << 112n, 23],
    [0x20010db8n << 96n, 32],
    [0x2002n << 112n, 16],
    [0x3fffn << 112n, 20],
  ];
  return !special.some(([base, bits]) => within(base, bits, 128));
}

describe("what is fetched", () => {
  it("comes from an allowed host, with the name that was asked for, and nothing of ours", async () => {
    let seen: Record<string, unknown> = {};
    const port = await host((request, response) => {
      seen = request.headers;
      response.end(`hello ${request.url}`);
    });
    expect(await textOf(`http://127.0.0.1:${port}/a?b=1`, [`127.0.0.1:${port}`])).toBe("200 hello /a?b=1");
    expect(seen).toEqual({ host: `127.0.0.1:${port}`, "accept-encoding": "identity", connection: "close" });
    expect(await codeOf(textOf(`http://127.0.0.1:${port}/`, [`127.0.0.1:${port + 1}`]))).toBe("URL");
  });

  it("has the time of one request in all, also when a kept connection ended without an answer and it is sent again", async () => {
    const left: number[] = [];
    const fetch = createSafeFetch({
      allowed: new Set(["127.0.0.1"]),
      open: async (_destination, _addresses, { bounds }) => {
        left.push(bounds.totalMs);
        await new Promise((resolve) => setTimeout(resolve, 60));
        throw new FetchError(left.length === 1 ? "STALE" : "TIMEOUT", "It ended.");
      },
    });
    expect(await codeOf(fetch("http://127.0.0.1/", { bounds: BOUNDS }))).toBe("TIMEOUT");
    const [first = 0, second = 0] = left;
    expect(first).toBeLessThanOrEqual(BOUNDS.totalMs);
    expect(second).toBeLessThanOrEqual(first - 50);
  });

  it("follows redirects only as often as it may", async () => {
    const port = await host((request, response) => {
      const left = Number((request.url ?? "").slice(1));
      if (left === 0) response.end("there");
      else response.writeHead(302, { Location: `/${left - 1}` }).end();
    });
    const allowed = ["127.0.0.1"];
    expect(await codeOf(textOf(`http://127.0.0.1:${port}/1`, allowed))).toBe("REDIRECT");
    expect(await textOf(`http://127.0.0.1:${port}/3`, allowed, { redirectsMax: 3 })).toBe("200 there");
    expect(await codeOf(textOf(`http://127.0.0.1:${port}/4`, allowed, { redirectsMax: 3 }))).toBe("REDIRECT");
  });

  it("ends at its bounds: octets, silence, time, packed octets, a cut, nobody there, no name", async () => {
    const allowed = ["127.0.0.1", "nowhere.invalid"];
    const url = async (listener: RequestListener) => `http://127.0.0.1:${await host(listener)}/`;
    const announced = await url(
      (_request, response) => void response.writeHead(200, { "Content-Length": 1_001 }).end(Buffer.alloc(1_001)),
    );
    expect(await codeOf(textOf(announced, allowed))).toBe("TOO_LONG");
    const endless = await url((_request, response) => {
      const timer = setInterval(() => response.write(Buffer.alloc(100)), 1);
      response.on("close", () => clearInterval(timer));
    });
    expect(await codeOf(textOf(endless, allowed))).toBe("TOO_LONG");
    const silent = await url(() => {});
    expect(await codeOf(textOf(silent, allowed, { idleMs: 100 }))).toBe("TIMEOUT");
    const falls = await url((_request, response) => void response.write("x"));
    expect(await codeOf(textOf(falls, allowed, { idleMs: 100 }))).toBe("TIMEOUT");
    const slow = await url((_request, response) => {
      const timer = setInterval(() => response.write("x"), 20);
      response.on("close", () => clearInterval(timer));
    });
    expect(await codeOf(textOf(slow, allowed, { totalMs: 200 }))).toBe("TIMEOUT");
    const packed = await url(
      (_request, response) => void response.writeHead(200, { "Content-Encoding": "gzip" }).end("x"),
    );
    expect(await codeOf(textOf(packed, allowed))).toBe("ENCODING");
    const cut = await url((_request, response) => {
      response.writeHead(200, { "Content-Length": 10 }).write("x");
      setTimeout(() => response.destroy(), 20);
    });
    expect(await codeOf(textOf(cut, allowed))).toBe("CUT");
    expect(await codeOf(textOf("http://127.0.0.1:1/", allowed))).toBe("CONNECT");
    expect(await codeOf(textOf("https://nowhere.invalid/", allowed))).toBe("RESOLVE");
    const clear = await host((_request, response) => response.end("x"));
    expect(await codeOf(textOf(`https://127.0.0.1:${clear}/`, allowed))).toBe("TLS");
  });
});
