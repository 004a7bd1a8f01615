import { afterAll, beforeAll, expect, it } from "vitest";
import { asServiceError } from "../../services/errors";
import { callContextFor } from "../../services/testing/call-context";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { appRouter } from "./router";
import { createCallerFactory } from "./trpc";

let test: TestDatabase;
let caller: ReturnType<ReturnType<typeof createCallerFactory<typeof appRouter._def.record>>>;
beforeAll(async () => {
  test = await createTestDatabase();
  const call = await callContextFor(test.database);
  caller = createCallerFactory(appRouter)({ call, requestId: "test", stillSignedIn: async () => true });
});
afterAll(() => test.close());

it.each(["a\0b", "\ud800", "a\udc00b"])(
  "a text with %j, which cannot be stored, is a wrong field and no fault",
  async (text) => {
    const asked = [
      ["/name", () => caller.groups.create({ name: text, filter: 'model = "R5"' })],
      ["/q", () => caller.devices.list({ q: text })],
      ["/reason", () => caller.operations.reject({ id: "op_1", reason: text })],
      [
        "/params/values/0/value",
        () =>
          caller.operations.start({
            kind: "parameter.set",
            params: { values: [{ uri: "./A", value: text }] },
            target: { devices: ["IMEI:350000000000001"] },
          }),
      ],
    ] as const;
    for (const [pointer, ask] of asked) {
      const error = await ask().then(
        () => null,
        (thrown: unknown) => thrown,
      );
      expect(error).toMatchObject({ code: "UNPROCESSABLE_CONTENT" });
      expect(asServiceError(error instanceof Error ? error.cause : null)?.fields).toMatchObject([
        { pointer, code: "unstorable_text" },
      ]);
    }
  },
);
