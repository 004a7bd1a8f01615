import { and, eq, inArray } from "drizzle-orm";
import { contents } from "../../../drizzle/schema/contents";
import { devices } from "../../../drizzle/schema/devices";
import { operations, tasks } from "../../../drizzle/schema/operations";
import type { Transaction } from "../../db/client";
import { fromPublicId, fromTaskId, toPublicId } from "../../ids";
import { mayUseContent, mayUseDevice, mayUseOperation } from "../authorization";
import type { Principal } from "../principal";
import { useCase } from "../use-case";
import { findPushed } from "./find-pushed";
import { type DeviceNameGuess, readSearchText } from "./read-search-text";
import { ResolveSearchInput, type SearchHit, type SearchReason, SearchView } from "./schemas";
import { subjectOfEvent } from "./subject-of-event";

/** A number may belong to several devices; more than this is a fault in the data and is not listed further. */
const HITS_MAX = 20;
const NAME_COLUMNS = { devId: devices.devId, msisdn: devices.msisdn, imsi: devices.imsi } as const;

/**
 * Finds the object that a pasted number or id names, by exact index look-ups only. Audited, since a look-up by a
 * subscriber's number tells who looked at whom; the entry holds the number's last four digits.
 */
export const resolveSearch = useCase({
  name: "search.resolve",
  scope: "devices:read",
  audit: true,
  input: ResolveSearchInput,
  output: SearchView,
  async run(context, transaction, input) {
    const text = readSearchText(input.text);
    const { principal } = context;
    const hits =
      text.kind === "id"
        ? await findById(transaction, principal, text.id)
        : text.kind === "names"
          ? await findByNames(transaction, principal, text.names)
          : [];
    return {
      result: { exact: text.kind !== "words", hits },
      audit: {
        object: hits.map((hit) => hit.id).join(" ") || "none",
        after: {
          by: [...new Set(hits.map((hit) => hit.reason))],
          ending: text.kind === "names" ? ending(input.text) : null,
        },
      },
    };
  },
});

async function findById(transaction: Transaction, principal: Principal, id: string): Promise<SearchHit[]> {
  const deviceId = fromPublicId("dev", id);
  if (deviceId) {
    const rows = await transaction
      .select()
      .from(devices)
      .where(and(eq(devices.deviceId, deviceId), mayUseDevice(principal)));
    return rows.map((row) => deviceHit(row, "id"));
  }
  const contentId = fromPublicId("con", id);
  if (contentId) {
    const rows = await transaction
      .select({ contentId: contents.contentId })
      .from(contents)
      .where(and(eq(contents.contentId, contentId), mayUseContent(principal)));
    return rows.map(() => objectHit("content", id));
  }
  const pushed = await findPushed(transaction, principal, id, HITS_MAX);
  if (pushed.length > 0) return pushed.map((found) => objectHit(found.kind, found.id));
  const subject = await subjectOfEvent(transaction, principal, id);
  if (subject !== null) return findById(transaction, principal, subject);
  const task = fromTaskId(id);
  const operationId = task?.operationId ?? fromPublicId("op", id);
  if (!operationId) return [];
  const [operation] = await transaction
    .select({ operationId: operations.operationId })
    .from(operations)
    .where(and(eq(operations.operationId, operationId), mayUseOperation(principal)));
  if (!operation) return [];
  if (!task) return [objectHit("operation", id)];
  const [known] = await transaction
    .select({ n: tasks.n })
    .from(tasks)
    .innerJoin(devices, eq(devices.deviceId, tasks.deviceId))
    .where(and(eq(tasks.deviceId, task.deviceId), eq(tasks.operationId, task.operationId), mayUseDevice(principal)));
  return known ? [objectHit("task", id)] : [];
}

async function findByNames(
  transaction: Transaction,
  principal: Principal,
  names: readonly DeviceNameGuess[],
): Promise<SearchHit[]> {
  const found = new Map<string, SearchHit>();
  for (const column of ["devId", "msisdn", "imsi"] as const) {
    const values = names.filter((name) => name.column === column).map((name) => name.value);
    if (values.length === 0) continue;
    const rows = await transaction
      .select()
      .from(devices)
      .where(and(inArray(NAME_COLUMNS[column], values), mayUseDevice(principal)))
      .limit(HITS_MAX);
    for (const row of rows) {
      const reason = names.find((name) => name.column === column && name.value === row[column])?.reason;
      if (reason) found.set(`${row.deviceId} ${reason}`, deviceHit(row, reason));
    }
  }
  const rank = new Map(names.map((name, place) => [name.reason, place]));
  return [...found.values()].sort((a, b) => (rank.get(a.reason) ?? 0) - (rank.get(b.reason) ?? 0)).slice(0, HITS_MAX);
}

function deviceHit(row: typeof devices.$inferSelect, reason: SearchReason): SearchHit {
  return {
    kind: "device",
    id: toPublicId("dev", row.deviceId),
    devId: row.devId,
    manufacturer: row.manufacturer,
    model: row.model,
    reason,
  };
}

function objectHit(kind: SearchHit["kind"], id: string): SearchHit {
  return { kind, id, devId: null, manufacturer: null, model: null, reason: "id" };
}

function ending(text: string): string {
  return `…${text.replaceAll(/\D/g, "").slice(-4)}`;
}
