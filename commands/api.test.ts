import { expect, it, vi } from "vitest";
import { apiFiles, staleApiFiles } from "./api/api-files";

// The types are made anew, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

it("docs/openapi.json and the TypeScript client are what the routes say: otherwise run `npm run api`", async () => {
  expect(staleApiFiles(await apiFiles())).toEqual([]);
});
