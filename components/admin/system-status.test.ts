import { expect, it } from "vitest";
import { credentialStatus, systemStatus } from "./system-status";

const NOW = Date.parse("2026-11-27T12:00:00Z");
const day = (n: number): string => new Date(NOW + n * 24 * 3_600_000).toISOString();

it("a system that is switched off is shown so, whatever its time", () => {
  expect(systemStatus({ disabled: true, expiresAt: day(1) }, NOW)).toBe("disabled");
  expect(systemStatus({ disabled: false, expiresAt: day(0) }, NOW)).toBe("expired");
  expect(systemStatus({ disabled: false, expiresAt: day(1) }, NOW)).toBe("active");
  expect(systemStatus({ disabled: false, expiresAt: null }, NOW)).toBe("active");
});

it("a credential is called out two weeks before its time is over", () => {
  expect(credentialStatus({ revokedAt: null, expiresAt: day(15) }, NOW)).toBe("active");
  expect(credentialStatus({ revokedAt: null, expiresAt: day(13) }, NOW)).toBe("expiring");
  expect(credentialStatus({ revokedAt: null, expiresAt: day(-1) }, NOW)).toBe("expired");
  expect(credentialStatus({ revokedAt: day(-2), expiresAt: null }, NOW)).toBe("revoked");
});
