import { describe, expect, it } from "vitest";
import { networkOf } from "./attempt-counters";

describe("networkOf", () => {
  it("puts neighbours of one /24 or /64 together, however the address is written", () => {
    expect(networkOf("192.0.2.7")).toBe(networkOf("::ffff:192.0.2.200"));
    expect(networkOf("2001:db8::1")).toBe(networkOf("2001:db8:0:0:ffff:1:2:3"));
    expect(networkOf("2001:db8:0:1::1")).not.toBe(networkOf("2001:db8::1"));
    expect(networkOf("192.0.2.7")).not.toBe(networkOf("192.0.3.7"));
    expect(networkOf("::1")).toBe("0:0:0:0");
  });
});
