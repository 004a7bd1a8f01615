import { expect, it } from "vitest";
import { apiFiles, staleApiFiles } from "./api/api-files";

it("docs/openapi.json and the TypeScript client are what the routes say: otherwise run `npm run api`", async () => {
  expect(staleApiFiles(await apiFiles())).toEqual([]);
});
