import { createHash } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { deviceImportChunks, deviceImports } from "../../../drizzle/schema/device-imports";
import { fromPublicId } from "../../ids";
import { readCsvLine } from "../csv/read-csv-line";
import { asServiceError, ServiceError } from "../errors";
import type { CallContext } from "../use-case";
import { importView } from "./import-view";
import type { ImportColumn, ImportView } from "./schemas";
import { type LineBatch, type SplitLimits, splitLines } from "./split-lines";
import { startImport } from "./start-import";

const LIMITS: SplitLimits = {
  octetsMax: 536_870_912,
  /** The first line is none of them. */
  linesMax: 5_000_001,
  lineOctetsMax: 16_384,
  batchOctets: 65_536,
  batchLines: 1_000,
};

/** `isReplay`: the file was sent before with the same key, and nothing was done again. */
export interface ReceivedImport {
  readonly view: ImportView;
  readonly isReplay: boolean;
}

/** A key that was used for another file, or whose first file is still coming in. Told apart by `code`. */
export class ImportKeyError extends Error {
  readonly code: "KEY_REUSED" | "IN_PROGRESS";

  constructor(code: "KEY_REUSED" | "IN_PROGRESS") {
    super(code);
    this.name = "ImportKeyError";
    this.code = code;
  }
}

/**
 * Takes in a CSV of devices, line by line at the speed of the database: at most one batch of lines is in memory. When
 * all of it is stored the worker registers what is in it; the answer says how to ask how far it is.
 *
 * Throws ServiceError INVALID_INPUT for a first line that cannot be read and for a file beyond the limits, what
 * `startImport` throws, ImportKeyError, and what the pieces throw: the import is `failed` then.
 */
export async function receiveImport(
  context: CallContext,
  idempotencyKey: string | null,
  pieces: AsyncIterable<Uint8Array>,
): Promise<ReceivedImport> {
  const before = idempotencyKey === null ? null : await findByKey(context, idempotencyKey);
  if (before) return replay(before, pieces);
  const digest = createHash("sha256");
  const batches = splitLines(digested(pieces, digest), LIMITS);
  const first = await batches.next().catch(asInvalid);
  const columns = columnsOf(first.done ? null : first.value);
  const { id } = await startImport(context, { columns, idempotencyKey }).catch(asTwin);
  const importId = fromPublicId("imp", id);
  if (importId === null) throw new Error("An import has a public id.");
  try {
    let n = 0;
    for await (const batch of batches) {
      n += 1;
      await storeBatch(context, importId, n, batch);
    }
    return { view: await complete(context, importId, digest.digest()), isReplay: false };
  } catch (error) {
    await giveUp(context, importId);
    return asInvalid(error);
  }
}

/** One that came first under the same key: asked again, it is its answer that is given. */
function asTwin(error: unknown): never {
  throw asServiceError(error)?.code === "CONFLICT" ? new ImportKeyError("IN_PROGRESS") : error;
}

async function* digested(pieces: AsyncIterable<Uint8Array>, digest: ReturnType<typeof createHash>) {
  for await (const piece of pieces) {
    digest.update(piece);
    yield piece;
  }
}

function columnsOf(first: LineBatch | null): ImportColumn[] {
  const line =
    first?.body
      .toString("utf8")
      .replace(/^\uFEFF/, "")
      .trim() ?? "";
  const cells = line === "" ? null : readCsvLine(line);
  if (!cells) throw invalid("columns", "The first line names the columns, parted by commas: devId,model,tags");
  // Their names are checked where the import is started.
  return cells as ImportColumn[];
}

async function findByKey({ database, principal }: CallContext, idempotencyKey: string) {
  const [row] = await database
    .select()
    .from(deviceImports)
    .where(and(eq(deviceImports.ownerId, principal.id), eq(deviceImports.idempotencyKey, idempotencyKey)));
  return row ?? null;
}

async function replay(
  row: typeof deviceImports.$inferSelect,
  pieces: AsyncIterable<Uint8Array>,
): Promise<ReceivedImport> {
  if (row.digest === null) throw new ImportKeyError("IN_PROGRESS");
  const digest = createHash("sha256");
  let octets = 0;
  for await (const piece of pieces) {
    octets += piece.length;
    if (octets > LIMITS.octetsMax) throw new ImportKeyError("KEY_REUSED");
    digest.update(piece);
  }
  if (!digest.digest().equals(Buffer.from(row.digest))) throw new ImportKeyError("KEY_REUSED");
  return { view: importView(row), isReplay: true };
}

async function storeBatch(
  { database, sealer }: CallContext,
  importId: string,
  n: number,
  batch: LineBatch,
): Promise<void> {
  const body = sealer.seal("device_import_chunks.body", `${importId}|${n}`, batch.body);
  await database.transaction(async (transaction) => {
    await transaction.insert(deviceImportChunks).values({ importId, n, firstLine: batch.firstLine, body });
    const moved = await transaction
      .update(deviceImports)
      .set({
        chunks: n,
        octets: sql`${deviceImports.octets} + ${batch.body.length}::integer`,
        lines: sql`${deviceImports.lines} + ${batch.lines}::integer`,
        movedAt: sql`now()`,
      })
      .where(and(eq(deviceImports.importId, importId), eq(deviceImports.state, "uploading")))
      .returning({ n: deviceImports.chunks });
    if (moved.length === 0) throw new ServiceError("FAILED_PRECONDITION", "The import was given up meanwhile.");
  });
}

async function complete({ database }: CallContext, importId: string, digest: Buffer): Promise<ImportView> {
  const [row] = await database
    .update(deviceImports)
    .set({ state: "running", digest, movedAt: sql`now()` })
    .where(and(eq(deviceImports.importId, importId), eq(deviceImports.state, "uploading")))
    .returning();
  if (!row) throw new ServiceError("FAILED_PRECONDITION", "The import was given up meanwhile.");
  return importView(row);
}

/** Nothing of it was registered: the same file may be sent again, with the same key. */
async function giveUp({ database }: CallContext, importId: string): Promise<void> {
  await database.transaction(async (transaction) => {
    await transaction.delete(deviceImportChunks).where(eq(deviceImportChunks.importId, importId));
    await transaction
      .update(deviceImports)
      .set({ state: "failed", problem: GIVEN_UP, idempotencyKey: null, endedAt: sql`now()` })
      .where(and(eq(deviceImports.importId, importId), eq(deviceImports.state, "uploading")));
  });
}

/** What an import says whose file did not come in whole. */
export const GIVEN_UP = "The file did not come in whole. Nothing of it was registered: send it again.";

function asInvalid(error: unknown): never {
  if (!(error instanceof Error) || error.name !== "SplitError" || !("problem" in error)) throw error;
  const problem = error.problem as { readonly code: string; readonly line?: number };
  switch (problem.code) {
    case "line_too_long":
      throw invalid(problem.code, `Line ${problem.line} has more than ${LIMITS.lineOctetsMax} octets.`);
    case "too_many_lines":
      throw invalid(problem.code, `A file has at most ${LIMITS.linesMax - 1} lines. Send it in parts.`);
    default:
      throw invalid(problem.code, `A file has at most ${LIMITS.octetsMax} octets. Send it in parts.`);
  }
}

function invalid(code: string, detail: string): ServiceError {
  return new ServiceError("INVALID_INPUT", "The file cannot be taken in.", [{ pointer: "", code, detail }]);
}
