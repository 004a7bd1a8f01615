import { describe, expect, it } from "vitest";
import { isToBePaused, judgeAttempt } from "./attempt-schedule";

const NO_ANSWER = { status: null, retryAfter: null };
const NOW = Date.UTC(2026, 0, 1);

describe("an attempt", () => {
  it("is tried ten times more over 71.6 hours, then the event is parked", () => {
    const pauses = Array.from({ length: 11 }, (_, i) => judgeAttempt(NO_ANSWER, i + 1, 0.5, NOW));
    const seconds = pauses.map((verdict) => (verdict.kind === "failed" ? verdict.pauseSeconds : 0));
    expect(seconds).toEqual([5, 60, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 72_000, null]);
    expect(seconds.reduce<number>((sum, pause) => sum + (pause ?? 0), 0) / 3_600).toBeCloseTo(71.6, 1);
  });

  it("spreads its pause by a fifth", () => {
    expect(judgeAttempt(NO_ANSWER, 2, 0, NOW)).toMatchObject({ pauseSeconds: 48 });
    expect(judgeAttempt(NO_ANSWER, 2, 1, NOW)).toMatchObject({ pauseSeconds: 72 });
  });

  it("succeeds by 2xx only, and 410 ends the subscription", () => {
    for (const status of [200, 201, 204, 299]) {
      expect(judgeAttempt({ status, retryAfter: null }, 1, 0, NOW).kind).toBe("taken");
    }
    for (const status of [301, 302, 400, 401, 404, 500]) {
      expect(judgeAttempt({ status, retryAfter: null }, 1, 0, NOW).kind).toBe("failed");
    }
    expect(judgeAttempt({ status: 410, retryAfter: null }, 1, 0, NOW).kind).toBe("gone");
  });

  it("waits as long as the receiver asks, at most an hour, and holds everything for one that is busy", () => {
    const asked = (retryAfter: string | null, status = 503) => judgeAttempt({ status, retryAfter }, 1, 0.5, NOW);
    expect(asked("120")).toMatchObject({ pauseSeconds: 120, holdSeconds: 120 });
    expect(asked("99999")).toMatchObject({ pauseSeconds: 3_600, holdSeconds: 3_600 });
    expect(asked(new Date(NOW + 60_000).toUTCString())).toMatchObject({ pauseSeconds: 60, holdSeconds: 60 });
    expect(asked("soon")).toMatchObject({ pauseSeconds: 5, holdSeconds: 5 });
    expect(asked(null, 429)).toMatchObject({ pauseSeconds: 5, holdSeconds: 5 });
    expect(asked(null, 500)).toMatchObject({ pauseSeconds: 5, holdSeconds: 0 });
  });

  it("pauses a subscription after 20 failures and 72 hours without a success, not before", () => {
    const since = NOW - 72 * 3_600_000;
    expect(isToBePaused(20, since, NOW)).toBe(true);
    expect(isToBePaused(19, since, NOW)).toBe(false);
    expect(isToBePaused(20, since + 1, NOW)).toBe(false);
  });
});
