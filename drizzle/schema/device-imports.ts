import { bigint, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { bytea, instant } from "./columns";
import { realm } from "./devices";

/**
 * A CSV of devices that somebody sent: `uploading` while it comes in, `running` while the worker registers what is in it,
 * then `done`, or `failed` with how far it came. Shown as `imp_...`. Progress moves in the transaction of the lines.
 * (state): what the worker takes. (owner_id, idempotency_key): a file that is sent again.
 */
export const deviceImports = pgTable(
  "device_imports",
  {
    importId: uuid("import_id").primaryKey(),
    realm: realm("realm").notNull(),
    state: text("state").$type<"uploading" | "running" | "done" | "failed">().notNull(),
    ownerKind: text("owner_kind").$type<"system" | "user" | "internal">().notNull(),
    ownerId: text("owner_id").notNull(),
    ownerName: text("owner_name").notNull(),
    scopes: text("scopes").array().notNull(),
    requestId: text("request_id").notNull(),
    sourceAddress: text("source_address").notNull(),
    /** Names of the columns, in their order. */
    columns: text("columns").array().notNull(),
    octets: bigint("octets", { mode: "number" }).notNull().default(0),
    /** SHA-256 of the whole file, when it is whole. */
    digest: bytea("digest"),
    idempotencyKey: text("idempotency_key"),
    chunks: integer("chunks").notNull().default(0),
    /** Chunks that are done; the rest of the cursor is in the counts. */
    chunksDone: integer("chunks_done").notNull().default(0),
    lines: integer("lines").notNull().default(0),
    registered: integer("registered").notNull().default(0),
    existing: integer("existing").notNull().default(0),
    refused: integer("refused").notNull().default(0),
    /** Why it failed, in words. */
    problem: text("problem"),
    createdAt: instant("created_at").notNull().defaultNow(),
    /** Of the last chunk that came in or was done. */
    movedAt: instant("moved_at").notNull().defaultNow(),
    endedAt: instant("ended_at"),
  },
  (t) => [
    index("device_imports_state").on(t.state, t.importId),
    uniqueIndex("device_imports_key").on(t.ownerId, t.idempotencyKey),
  ],
);

/** Whole lines of an import that wait to be registered, sealed: secrets stand in them. Deleted when they are done. */
export const deviceImportChunks = pgTable(
  "device_import_chunks",
  {
    importId: uuid("import_id").notNull(),
    n: integer("n").notNull(),
    /** Number of its first line in the file. */
    firstLine: integer("first_line").notNull(),
    body: bytea("body").notNull(),
  },
  (t) => [primaryKey({ columns: [t.importId, t.n] })],
);

/** Lines of an import that were refused, and why; of very many the first. */
export const deviceImportProblems = pgTable(
  "device_import_problems",
  {
    importId: uuid("import_id").notNull(),
    line: integer("line").notNull(),
    field: text("field").notNull(),
    code: text("code").notNull(),
    detail: text("detail").notNull(),
  },
  (t) => [primaryKey({ columns: [t.importId, t.line, t.field, t.code] })],
);
