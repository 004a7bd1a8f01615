import { readFileSync } from "node:fs";
import { join } from "node:path";
import openapiTypescript, { astToString } from "openapi-typescript";
import { openApiDocument } from "../../server/api/rest/openapi/document";
import { useCaseRoutes } from "../../server/api/rest/routes";

/** A file that is made of the API's routes and lies in the repository, so that a change of the API is seen. */
export interface ApiFile {
  /** Relative to the repository. */
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

const ROOT = join(import.meta.dirname, "../..");
const HEADER = "// Made of docs/openapi.json by `npm run api`. Do not edit.\n\n";

/** The API's document, and the types of the TypeScript client. */
export async function apiFiles(): Promise<ApiFile[]> {
  const document = openApiDocument(useCaseRoutes);
  const types = await openapiTypescript(withoutExamples(document), { defaultNonNullable: false });
  return [
    fileOf("docs/openapi.json", `${JSON.stringify(document, null, 2)}\n`),
    fileOf("clients/typescript/schema.ts", HEADER + astToString(types)),
  ];
}

/** Types are not read for their examples. */
function withoutExamples(document: object): string {
  return JSON.stringify(document, (_key, value) => {
    if (typeof value !== "object" || value === null || !("schema" in value)) return value;
    const { example, examples, ...rest } = value;
    return rest;
  });
}

function fileOf(name: string, text: string): ApiFile {
  return { name, path: join(ROOT, name), text };
}

/** The names of those that are not in the repository as they should be. */
export function staleApiFiles(files: readonly ApiFile[]): string[] {
  return files.filter(({ path, text }) => textOf(path) !== text).map(({ name }) => name);
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
