import { describe, expect, it } from "vitest";
import { appRouter } from "./router";
import { createCallerFactory, type TrpcContext } from "./trpc";

const anonymous: TrpcContext = { call: null, requestId: "test", stillSignedIn: async () => false };
const paths = Object.keys(appRouter._def.procedures);

describe("the console's API", () => {
  it.each(paths)("answers %s to nobody who is not signed in", async (path) => {
    const caller = createCallerFactory(appRouter)(anonymous);
    const [router = "", procedure = ""] = path.split(".");
    const call = (caller as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>)[router]?.[
      procedure
    ];
    await expect(call?.({ id: "x", topics: [] })).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });

  it("has no procedure that this test does not reach", () => {
    expect(paths.length).toBeGreaterThan(10);
    expect(paths.every((path) => path.split(".").length === 2)).toBe(true);
  });
});
