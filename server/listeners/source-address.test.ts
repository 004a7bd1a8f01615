import type { IncomingMessage } from "node:http";
import { describe, expect, test } from "vitest";
import { createSourceAddresses } from "./source-address";

function from(peer: string, forwardedFor?: string): IncomingMessage {
  const headers = forwardedFor === undefined ? {} : { "x-forwarded-for": forwardedFor };
  return { socket: { remoteAddress: peer }, headers } as unknown as IncomingMessage;
}

describe("createSourceAddresses", () => {
  const sources = createSourceAddresses(["10.0.0.0/8", "2001:db8:1::/48"]);

  test.each([
    ["192.0.2.1", "198.51.100.9", "192.0.2.1"],
    ["10.1.1.1", undefined, "10.1.1.1"],
    ["10.1.1.1", "198.51.100.9", "198.51.100.9"],
    ["::ffff:10.1.1.1", "198.51.100.9", "198.51.100.9"],
    ["2001:db8:1::5", "2001:db8:9::1", "2001:db8:9::1"],
    ["10.1.1.1", "203.0.113.5, 198.51.100.9, 10.2.2.2", "198.51.100.9"],
    ["10.1.1.1", "198.51.100.9, not-an-address", "10.1.1.1"],
    ["10.1.1.1", "10.3.3.3", "10.1.1.1"],
    ["10.1.1.1", "", "10.1.1.1"],
  ])("a request from %s with X-Forwarded-For %s is from %s", (peer, forwardedFor, source) => {
    expect(sources.sourceOf(from(peer, forwardedFor))).toBe(source);
  });

  test("believes nobody where no proxy is listed", () => {
    const none = createSourceAddresses([]);
    expect(none.sourceOf(from("127.0.0.1", "198.51.100.9"))).toBe("127.0.0.1");
    expect(none.isFromProxy(from("127.0.0.1"))).toBe(false);
  });
});
