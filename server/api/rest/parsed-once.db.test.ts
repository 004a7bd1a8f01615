import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { callContextFor } from "../../services/testing/call-context";
import { type CallContext, useCase } from "../../services/use-case";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { createLongPolls } from "./long-polls";
import { type Method, route } from "./route";
import { answerUseCase } from "./use-case-answer";

let test: TestDatabase;
let context: CallContext;
beforeAll(async () => {
  test = await createTestDatabase();
  context = await callContextFor(test.database);
});
afterAll(() => test.close());

function request(method: Method, headers: Readonly<Record<string, string>>): IncomingMessage {
  const message = new IncomingMessage(new Socket());
  message.push(method === "DELETE" ? null : "{}");
  if (method !== "DELETE") message.push(null);
  return Object.assign(message, { method, headers: { "content-type": "application/json", ...headers } });
}

it.each([
  ["POST", {}],
  ["POST", { "idempotency-key": "once" }],
  ["PATCH", {}],
  ["DELETE", {}],
] as const)("what %s says is parsed once, and its use case has what came of that: %j", async (method, headers) => {
  let parsed = 0;
  const number = useCase({
    name: "test.number",
    scope: "devices:read",
    input: z.strictObject({
      id: z.string().transform((id) => {
        parsed += 1;
        return `${id} ${parsed}`;
      }),
    }),
    output: z.object({ id: z.string() }),
    audit: false,
    run: async (_context, _transaction, { id }) => ({ id }),
  });
  const { body } = await answerUseCase(route(`${method} /things/{id}`, number, { summary: "", tag: "" }), context, {
    request: request(method, headers),
    path: "/things/one",
    parameters: { id: "one" },
    query: new Map(),
    polls: createLongPolls(undefined),
    startTogether: async () => null,
  });
  expect(JSON.parse(String(body))).toEqual({ id: "one 1" });
});
