import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listExternalSystems } from "../services/external-systems";
import { endGrant, listGrants } from "../services/grants";
import { callContextFor } from "../services/testing/call-context";
import type { CallContext } from "../services/use-case";
import { createTestDatabase, type TestDatabase } from "../testing/test-database";
import { writeQuickstartFile } from "./accounts";

let test: TestDatabase;
let context: CallContext;
let folder: string;
beforeAll(async () => {
  test = await createTestDatabase();
  context = await callContextFor(test.database);
  folder = mkdtempSync(join(tmpdir(), "dmwsi-accounts-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await test.close();
});

it("accounts that still work are kept, others are made anew, and what is missing of the grant between them is given", async () => {
  const file = join(folder, "quickstart.json");
  const urls = { consoleUrl: "", apiUrl: "", deviceUrl: "", metricsUrl: "" };
  const write = async () => {
    await writeQuickstartFile(context, file, urls);
    return JSON.parse(readFileSync(file, "utf8"));
  };
  const sides = async () => (await listGrants(context, {})).items.map(({ from, to }) => `${from} ${to}`);
  const idOf = async ({ clientId }: { readonly clientId: string }) =>
    (await listExternalSystems(context, {})).items.find(({ credentials }) =>
      credentials.some((credential) => credential.clientId === clientId),
    )?.id;
  const first = await write();
  const [owner, billing] = [await idOf(first.externalSystem), await idOf(first.billingSystem)];
  expect(await sides()).toEqual([`${owner} ${billing}`]);
  expect(await write()).toEqual(first);
  expect(await sides()).toHaveLength(1);

  const { billingSystem: _lost, ...left } = first;
  writeFileSync(file, JSON.stringify(left));
  for (const { id } of (await listGrants(context, {})).items) await endGrant(context, { id });
  const second = await write();
  expect(second).toMatchObject(left);
  expect(await sides()).toEqual([`${owner} ${await idOf(second.billingSystem)}`]);
});
