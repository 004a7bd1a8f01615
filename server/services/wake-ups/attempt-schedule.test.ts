import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SendResult } from "../../adapters/channels";
import { nextAttempt, type Standing } from "./attempt-schedule";

const ACCEPTED: SendResult = { state: "accepted", refs: [] };
const REJECTED: SendResult = { state: "rejected", code: "11", problem: "Bad number." };
const retryAfter = (afterMs: number): SendResult => ({ state: "retry", afterMs, code: "88", problem: "Throttled." });
const PAUSES = [60, 300, 1_800];

describe("the schedule of a wake-up", () => {
  it("tries a channel three times with 1, 5 and 30 minutes between, then the next, then no more", () => {
    const seen: unknown[] = [];
    let standing: Standing = { channel: "udp", attempt: 0 };
    for (let i = 0; i < 6; i += 1) {
      const next = nextAttempt(ACCEPTED, standing, ["udp", "smpp"], PAUSES);
      seen.push([next.channel, next.attempt, next.seconds]);
      standing = { channel: next.channel ?? "", attempt: next.attempt };
    }
    expect(seen).toEqual([
      ["udp", 1, 60],
      ["udp", 2, 300],
      ["smpp", 0, 1_800],
      ["smpp", 1, 60],
      ["smpp", 2, 300],
      [null, 0, null],
    ]);
  });

  it("leaves a channel that refuses at once, and gives up when it was the last", () => {
    const at = { channel: "udp", attempt: 1 };
    expect(nextAttempt(REJECTED, at, ["udp", "smpp"], PAUSES)).toEqual({ channel: "smpp", attempt: 0, seconds: 0 });
    expect(nextAttempt(REJECTED, at, ["udp"], PAUSES)).toEqual({ channel: null, attempt: 0, seconds: null });
  });

  it("never comes back earlier than a channel asked for, nor earlier than its own pause", () => {
    const at = { channel: "udp", attempt: 0 };
    expect(nextAttempt(retryAfter(600_000), at, ["udp"], PAUSES).seconds).toBe(600);
    expect(nextAttempt(retryAfter(500), at, ["udp"], PAUSES).seconds).toBe(60);
  });

  it("ends after at most as many sends as channels times pauses, whatever the channels answer", () => {
    const result = fc.oneof(
      fc.constant(ACCEPTED),
      fc.constant(REJECTED),
      fc.integer({ min: 0, max: 9_999_999 }).map(retryAfter),
    );
    const kinds = ["sim-http", "udp", "smpp", "http-sms", "pap"];
    fc.assert(
      fc.property(fc.subarray(kinds, { minLength: 1 }), fc.array(result, { minLength: 15 }), (channels, results) => {
        let standing: Standing | null = { channel: channels[0] ?? "", attempt: 0 };
        let sends = 0;
        for (const one of results) {
          if (!standing) break;
          sends += 1;
          const next: ReturnType<typeof nextAttempt> = nextAttempt(one, standing, channels, PAUSES);
          standing = next.channel === null ? null : { channel: next.channel, attempt: next.attempt };
        }
        expect(standing).toBeNull();
        expect(sends).toBeLessThanOrEqual(channels.length * PAUSES.length);
      }),
    );
  });
});
