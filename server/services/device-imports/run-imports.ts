import { and, asc, eq, lt, sql } from "drizzle-orm";
import { deviceImportChunks, deviceImportProblems, deviceImports } from "../../../drizzle/schema/device-imports";
import type { Database, Transaction } from "../../db/client";
import { isDatabaseGone } from "../../db/database-errors";
import { Scope } from "../principal";
import type { Sealer } from "../secrets";
import { readLines } from "./read-lines";
import { GIVEN_UP } from "./receive-import";
import { registerLines } from "./register-lines";
import type { ImportColumn } from "./schemas";

/** Problems of one import that are kept; further ones are counted. */
const PROBLEMS_KEPT_MAX = 10_000;
/** An upload that did not move for so long is over: its process died. */
const UPLOAD_SILENT_MINUTES = 10;

type ImportRow = typeof deviceImports.$inferSelect;

/**
 * Registers the next batch of lines of an import that is all here. Devices, their audit entries and the progress are one
 * transaction: after a crash it goes on behind the last batch. Any number of workers may run it; each takes an import of
 * its own. Answers how many batches it did.
 */
export async function runImports(database: Database, sealer: Sealer): Promise<number> {
  let taken: ImportRow | undefined;
  try {
    return await database.transaction(async (transaction) => {
      [taken] = await transaction
        .select()
        .from(deviceImports)
        .where(eq(deviceImports.state, "running"))
        .orderBy(asc(deviceImports.importId))
        .limit(1)
        .for("update", { skipLocked: true });
      if (!taken) return 0;
      await runBatch(transaction, sealer, taken);
      return 1;
    });
  } catch (error) {
    // What cannot be done is not tried for ever; what the database could not do just now is.
    if (taken && !isDatabaseGone(error)) await stopImport(database, taken);
    throw error;
  }
}

async function runBatch(transaction: Transaction, sealer: Sealer, row: ImportRow): Promise<void> {
  const { importId } = row;
  const n = row.chunksDone + 1;
  const isChunk = and(eq(deviceImportChunks.importId, importId), eq(deviceImportChunks.n, n));
  const [chunk] = n > row.chunks ? [] : await transaction.select().from(deviceImportChunks).where(isChunk);
  if (!chunk) {
    await finish(transaction, importId, { state: "done", problem: null });
    return;
  }
  const body = sealer.open("device_import_chunks.body", `${importId}|${n}`, chunk.body);
  const lines = readLines(row.columns as ImportColumn[], chunk.firstLine, body);
  const done = await registerLines(transaction, registrarOf(row, sealer), importId, lines);
  await keepProblems(transaction, row, done.refused);
  await transaction.delete(deviceImportChunks).where(isChunk);
  await transaction
    .update(deviceImports)
    .set({
      chunksDone: n,
      registered: row.registered + done.registered,
      existing: row.existing + done.existing,
      refused: row.refused + done.refused.length,
      movedAt: sql`now()`,
    })
    .where(eq(deviceImports.importId, importId));
  if (n === row.chunks) await finish(transaction, importId, { state: "done", problem: null });
}

function registrarOf(row: ImportRow, sealer: Sealer) {
  const scopes = new Set(Scope.options.filter((scope) => row.scopes.includes(scope)));
  const { realm, ownerKind: kind, ownerId: id, ownerName: name, requestId, sourceAddress } = row;
  return { principal: { kind, id, name, realm, scopes }, sealer, requestId, sourceAddress };
}

async function keepProblems(
  transaction: Transaction,
  { importId, refused }: ImportRow,
  lines: Awaited<ReturnType<typeof registerLines>>["refused"],
): Promise<void> {
  const room = Math.max(0, PROBLEMS_KEPT_MAX - refused);
  const rows = lines
    .toSorted((one, other) => one.line - other.line)
    .slice(0, room)
    .flatMap(({ line, problems }) => problems.map((problem) => ({ importId, line, ...problem })));
  if (rows.length > 0) await transaction.insert(deviceImportProblems).values(rows).onConflictDoNothing();
}

async function stopImport(database: Database, { importId }: ImportRow): Promise<void> {
  await database.transaction(async (transaction) => {
    const [row] = await transaction
      .select()
      .from(deviceImports)
      .where(eq(deviceImports.importId, importId))
      .for("update");
    if (row?.state !== "running") return;
    const [next] = await transaction
      .select({ line: deviceImportChunks.firstLine })
      .from(deviceImportChunks)
      .where(eq(deviceImportChunks.importId, importId))
      .orderBy(asc(deviceImportChunks.n))
      .limit(1);
    const where = next ? `It stopped before line ${next.line}` : "It stopped at its end";
    const problem = `${where} by a fault of the server's own. Send the file again: lines that are done are passed over.`;
    // Sent again, it goes on, also under the same key.
    await finish(transaction, importId, { state: "failed", problem, idempotencyKey: null });
  });
}

/** Uploads whose process died before they were whole. Answers how many it ended. */
export async function endCutImports(database: Database): Promise<number> {
  const cut = await database
    .select({ importId: deviceImports.importId })
    .from(deviceImports)
    .where(
      and(
        eq(deviceImports.state, "uploading"),
        lt(deviceImports.movedAt, sql`now() - make_interval(mins => ${UPLOAD_SILENT_MINUTES})`),
      ),
    );
  for (const { importId } of cut) {
    await database.transaction((transaction) =>
      finish(transaction, importId, { state: "failed", problem: GIVEN_UP, idempotencyKey: null }),
    );
  }
  return cut.length;
}

async function finish(
  transaction: Transaction,
  importId: string,
  end: { state: "done" | "failed"; problem: string | null; idempotencyKey?: null },
): Promise<void> {
  await transaction.delete(deviceImportChunks).where(eq(deviceImportChunks.importId, importId));
  await transaction
    .update(deviceImports)
    .set({ ...end, endedAt: sql`now()` })
    .where(eq(deviceImports.importId, importId));
}
