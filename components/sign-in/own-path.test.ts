import { describe, expect, it } from "vitest";
import { ownPath } from "./own-path";

describe("after sign-in a person lands inside the console", () => {
  it.each(["/live/devices", "/live/devices?q=R5&tab=tree", "/go/dev_1#a"])("on %s when asked", (next) => {
    expect(ownPath(next)).toBe(next);
  });

  it.each([
    null,
    undefined,
    "",
    "live/devices",
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "/live\\..\\..",
    "javascript:alert(1)",
    "/api/auth/signout",
    "/sign-in?next=/sign-in",
    "/live/../api/trpc/x",
  ])("on the first page for %j", (next) => {
    expect(ownPath(next)).toBe("/");
  });
});
