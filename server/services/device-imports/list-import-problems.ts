import { and, asc, eq, sql } from "drizzle-orm";
import { deviceImportProblems } from "../../../drizzle/schema/device-imports";
import { cursorsOf, pageFrom } from "../cursor";
import { useCase } from "../use-case";
import { findImport } from "./find-import";
import { ImportProblemPage, ListImportProblemsInput } from "./schemas";

/** What was wrong with lines of an import, in their order; of very many the first. Throws ServiceError NOT_FOUND. */
export const listImportProblems = useCase({
  name: "device_import.list_problems",
  scope: "devices:read",
  input: ListImportProblemsInput,
  output: ImportProblemPage,
  audit: false,
  async run(context, transaction, input) {
    const { importId } = await findImport(transaction, context.principal, input.id);
    const cursors = cursorsOf(context, "import_problems", input);
    const after = cursors.read(input.cursor);
    const { line, field, code } = deviceImportProblems;
    const [afterLine, afterField, afterCode] = after === null ? [] : (JSON.parse(after) as [number, string, string]);
    const rows = await transaction
      .select()
      .from(deviceImportProblems)
      .where(
        and(
          eq(deviceImportProblems.importId, importId),
          after === null
            ? undefined
            : sql`(${line}, ${field}, ${code}) > (${afterLine}::integer, ${afterField}::text, ${afterCode}::text)`,
        ),
      )
      .orderBy(asc(line), asc(field), asc(code))
      .limit(input.limit + 1);
    const page = pageFrom(rows, input.limit, cursors, (row) => JSON.stringify([row.line, row.field, row.code]));
    return { items: [...page.rows], next: page.next };
  },
});
