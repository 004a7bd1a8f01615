import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database";
import { callContextFor } from "../testing/call-context";
import type { CallContext } from "../use-case";
import { receiveImport } from "./receive-import";

let test: TestDatabase;
let context: CallContext;
beforeAll(async () => {
  test = await createTestDatabase();
  context = await callContextFor(test.database);
});
afterAll(() => test.close());

async function* file(before: () => Promise<unknown>): AsyncGenerator<Uint8Array> {
  await before();
  yield Buffer.from("devId\nIMEI:350000000000001\n");
}

it("a file whose twin overtook it before its first line came is told that its key is in use, and then gets the twin's answer", async () => {
  let first = "";
  const overtaken = file(async () => {
    const { view } = await receiveImport(
      context,
      "twins",
      file(async () => {}),
    );
    first = view.id;
  });
  await expect(receiveImport(context, "twins", overtaken)).rejects.toMatchObject({
    name: "ImportKeyError",
    code: "IN_PROGRESS",
  });
  const again = await receiveImport(
    context,
    "twins",
    file(async () => {}),
  );
  expect([again.isReplay, again.view.id]).toEqual([true, first]);
});
