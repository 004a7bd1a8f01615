import { setTimeout as sleep } from "node:timers/promises";
import { and, eq, sql } from "drizzle-orm";
import { externalSystems } from "../../../drizzle/schema/access";
import { contents } from "../../../drizzle/schema/contents";
import { asStoreError, type ContentStore } from "../../adapters/content-store";
import type { Database } from "../../db/client";
import { fromPublicId, newUuid, toPublicId } from "../../ids";
import { writeAuditEntry } from "../audit/write-audit-entry";
import type { Principal } from "../principal";
import type { Sealer } from "../secrets";
import type { CallContext } from "../use-case";
import type { ContentRow } from "./find-content";
import { isFree, leaseEnd } from "./lease";
import { moveContent } from "./move-content";
import { releaseLease, takeInOctets } from "./take-in-octets";
import { contentOfUploadToken } from "./upload-token";

/**
 * `UNKNOWN`: no such upload. `OVER`: it was given up, ended or refused. `LOCKED`: another process writes it now. `OFFSET`:
 * it goes on elsewhere (`offset`). `TOO_LONG`: there are more octets than were announced. `FULL`: the store has no room.
 * `CUT`: the sender went away, or another request of the same upload took over. Told apart by `code`.
 */
export type UploadErrorCode = "UNKNOWN" | "OVER" | "LOCKED" | "OFFSET" | "TOO_LONG" | "FULL" | "CUT";

export class UploadError extends Error {
  readonly code: UploadErrorCode;
  readonly offset: number | null;

  constructor(code: UploadErrorCode, message: string, offset: number | null = null) {
    super(message);
    this.name = "UploadError";
    this.code = code;
    this.offset = offset;
  }
}

export interface UploadStatus {
  readonly offset: number;
  readonly length: number;
  /** When it is given up unless more comes; null when it is over. */
  readonly expiresAt: Date | null;
}

/** Octets of an upload as they come from a connection. */
export interface UploadBody {
  readonly octets: AsyncIterable<Uint8Array>;
  /** As announced; null where they are not. */
  readonly length: number | null;
  /** Ends the connection's octets with this error. */
  cut(error: Error): void;
}

/** Uploads by the secret in their addresses. All throw UploadError. */
export interface Uploads {
  status(token: string): Promise<UploadStatus>;
  /** Takes octets in from `offset` on, which has to be where the upload ended. */
  append(token: string, offset: number, body: UploadBody): Promise<UploadStatus>;
  /** Gives the upload up, in the name of who began it: nobody else is shown its address. `asked`: from where, for the audit log. */
  abandon(token: string, asked: Pick<CallContext, "requestId" | "sourceAddress">): Promise<void>;
}

export interface UploadsOptions {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly store: ContentStore;
}

const TAKE_OVER_MS = 5_000;

export function createUploads({ database, sealer, store }: UploadsOptions): Uploads {
  /** What this process is taking in, so that a sender who comes back after a cut need not wait for the old connection. */
  const underWay = new Map<string, { readonly cut: (error: Error) => void; readonly ended: Promise<unknown> }>();

  /** The upload of a token, once no older request of this process writes it. */
  async function find(token: string): Promise<ContentRow> {
    const contentId = contentOfUploadToken(sealer, token);
    if (contentId === null) throw unknown();
    const older = underWay.get(contentId);
    older?.cut(new UploadError("CUT", "Another request goes on with this upload."));
    if (older) await Promise.race([older.ended, sleep(TAKE_OVER_MS)]);
    const [row] = await database.select().from(contents).where(eq(contents.contentId, contentId));
    if (!row || row.sourceUrl !== null || (await isOfDisabled(database, row))) throw unknown();
    return row;
  }

  return {
    async status(token) {
      const row = await find(token);
      if (row.state === "rejected") throw over();
      return statusOf(row);
    },

    async append(token, offset, body) {
      const row = await find(token);
      if (row.state !== "uploading") throw over();
      if (row.received !== offset) throw elsewhere(row, offset);
      if (body.length !== null && offset + body.length > row.size) throw tooLong(row.size);
      const holder = newUuid();
      await takeLease(database, row, offset, holder);
      const work = takeInOctets({
        ...{ database, store, holder, offset },
        ...{ content: row, octets: body.octets, stop: body.cut },
      }).catch(async (error: unknown) => {
        await releaseLease(database, row.contentId, holder);
        await refuseEnded(database, row.contentId);
        throw uploadError(error, row.size);
      });
      const ended = work.catch(() => {});
      const entry = { cut: body.cut, ended };
      underWay.set(row.contentId, entry);
      try {
        await work;
      } finally {
        if (underWay.get(row.contentId) === entry) underWay.delete(row.contentId);
      }
      const [now] = await database.select().from(contents).where(eq(contents.contentId, row.contentId));
      if (!now) throw unknown();
      return statusOf(now);
    },

    async abandon(token, asked) {
      const row = await find(token);
      const gone = await database.transaction(async (transaction) => {
        const [open] = await transaction
          .select()
          .from(contents)
          .where(and(eq(contents.contentId, row.contentId), eq(contents.state, "uploading"), isFree))
          .for("update");
        const reason = { code: "given_up", text: "Whoever uploaded it gave it up." };
        if (!open) return false;
        const after = await moveContent(transaction, open, { to: "rejected", reason });
        const object = toPublicId("con", row.contentId);
        const facts = { object, before: { state: open.state }, after: { state: after.state } };
        await writeAuditEntry(transaction, { ...asked, principal: ownerOf(open) }, "content.give_up", facts);
        return true;
      });
      if (!gone) throw row.state === "uploading" ? locked() : over();
    },
  };
}

function ownerOf({ ownerKind: kind, ownerId: id, ownerName: name, realm }: ContentRow): Principal {
  return { kind, id, name, realm, scopes: new Set() };
}

/** Only one writer, and only where the upload ended. */
async function takeLease(database: Database, row: ContentRow, offset: number, holder: string): Promise<void> {
  const isIt = eq(contents.contentId, row.contentId);
  const taken = await database
    .update(contents)
    .set({ leasedBy: holder, leaseUntil: leaseEnd })
    .where(and(isIt, eq(contents.state, "uploading"), eq(contents.received, offset), isFree))
    .returning({ contentId: contents.contentId });
  if (taken.length === 1) return;
  const [now] = await database.select().from(contents).where(isIt);
  if (!now) throw unknown();
  if (now.state !== "uploading") throw over();
  if (now.leaseUntil !== null && now.received === offset) throw locked();
  throw elsewhere(now, offset);
}

/** An upload whose content was deleted or rejected meanwhile went wrong for that, whatever went wrong then. */
async function refuseEnded(database: Database, contentId: string): Promise<void> {
  const [now] = await database
    .select({ state: contents.state })
    .from(contents)
    .where(eq(contents.contentId, contentId));
  if (!now) throw unknown();
  if (now.state === "rejected") throw over();
}

/** What a system may do ends when it is disabled, uploads too. */
async function isOfDisabled(database: Database, row: ContentRow): Promise<boolean> {
  const systemId = row.ownerKind === "system" ? fromPublicId("xs", row.ownerId) : null;
  if (systemId === null) return false;
  const [live] = await database
    .select({ systemId: externalSystems.systemId })
    .from(externalSystems)
    .where(
      and(
        eq(externalSystems.systemId, systemId),
        eq(externalSystems.disabled, false),
        sql`(${externalSystems.expiresAt} is null or ${externalSystems.expiresAt} > now())`,
      ),
    );
  return live === undefined;
}

function statusOf(row: ContentRow): UploadStatus {
  return { offset: row.received, length: row.size, expiresAt: row.state === "uploading" ? row.dueAt : null };
}

function uploadError(error: unknown, size: number): unknown {
  switch (asStoreError(error)?.code) {
    case "TOO_LONG":
      return tooLong(size);
    case "NO_SPACE":
      return new UploadError("FULL", "There is no room for more octets now. Go on later from where it ended.");
    default:
      return error;
  }
}

function elsewhere({ received }: ContentRow, offset: number): UploadError {
  return new UploadError("OFFSET", `The upload goes on at ${received}, not at ${offset}.`, received);
}

function unknown(): UploadError {
  return new UploadError("UNKNOWN", "There is no such upload.");
}

function over(): UploadError {
  return new UploadError("OVER", "The upload is over.");
}

function locked(): UploadError {
  return new UploadError("LOCKED", "Another request writes this upload. Try again in a moment.");
}

function tooLong(size: number): UploadError {
  return new UploadError("TOO_LONG", `The upload has ${size} octets, as it was registered: no more are taken.`);
}
