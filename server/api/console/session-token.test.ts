import { encode } from "next-auth/jwt";
import { describe, expect, it } from "vitest";
import { readSessionToken, sessionToken } from "./session-token";

const secret = "a secret for this test alone, long enough";

describe("the console's session token", () => {
  it("gives back the session id it was made for", async () => {
    const token = await encode({ token: sessionToken("abc"), secret });
    expect(await readSessionToken(token, secret)).toBe("abc");
  });

  it("is nothing with another secret, when over, or when it names no session", async () => {
    const token = await encode({ token: sessionToken("abc"), secret });
    expect(await readSessionToken(token, `${secret}!`)).toBeNull();
    expect(
      await readSessionToken(await encode({ token: sessionToken("abc"), secret, maxAge: -60 }), secret),
    ).toBeNull();
    expect(await readSessionToken(await encode({ token: { sub: "abc" }, secret }), secret)).toBeNull();
  });

  it.each([undefined, "", "x", "a.b.c.d.e", "%", "..", "\u0000"])("never throws on the cookie %j", async (cookie) => {
    expect(await readSessionToken(cookie, secret)).toBeNull();
  });
});
