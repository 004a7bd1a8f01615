import { describe, expect, it } from "vitest";
import { signingKeyStatus } from "./signing-key-status";

const NOW = Date.parse("2026-03-02T00:00:00Z");
const BEFORE = "2026-03-01T00:00:00Z";
const AFTER = "2026-03-03T00:00:00Z";
const always = { revokedAt: null, notBefore: null, notAfter: null };

describe("a signing key", () => {
  it("counts within its dates, and never again once it is revoked", () => {
    expect(signingKeyStatus(always, NOW)).toBe("valid");
    expect(signingKeyStatus({ ...always, notBefore: BEFORE, notAfter: AFTER }, NOW)).toBe("valid");
    expect(signingKeyStatus({ ...always, notBefore: AFTER }, NOW)).toBe("not_yet");
    expect(signingKeyStatus({ ...always, notAfter: BEFORE }, NOW)).toBe("expired");
    expect(signingKeyStatus({ ...always, notAfter: AFTER, revokedAt: BEFORE }, NOW)).toBe("revoked");
  });
});
