import { describe, expect, it } from "vitest";
import { EMPTY_KEY, keyRegistration } from "./key-registration";

describe("a key that is registered", () => {
  it("is for all manufacturers and for ever where the form says nothing else", () => {
    expect(keyRegistration({ ...EMPTY_KEY, owner: " Acme ", publicKey: "PEM\n" })).toEqual({
      owner: "Acme",
      publicKey: "PEM",
      kinds: ["firmware", "software"],
    });
  });

  it("is a CA's only where that was said", () => {
    expect(keyRegistration({ ...EMPTY_KEY, issuer: true })).toMatchObject({ issuer: true });
    expect(keyRegistration(EMPTY_KEY)).not.toHaveProperty("issuer");
  });

  it("is valid from the first moment of its first day to the last of its last", () => {
    const days = { notBefore: "2027-03-01", notAfter: "2027-03-31" };
    const { notBefore, notAfter, manufacturers } = keyRegistration({ ...EMPTY_KEY, ...days, manufacturers: "A, B," });
    expect(manufacturers).toEqual(["A", "B"]);
    expect(notBefore).toBe(new Date(2027, 2, 1).toISOString());
    expect(notAfter).toBe(new Date(2027, 2, 31, 23, 59, 59).toISOString());
  });
});
