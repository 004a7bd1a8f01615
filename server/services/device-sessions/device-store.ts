import type { Sql } from "../../db/client";
import { isEndedForAnother } from "../../db/database-errors";
import { newUuid } from "../../ids";
import { createLanes } from "../lanes";
import { createMicroBatcher } from "../micro-batcher";
import type { DeviceFacts, DeviceSnapshot, LoadedTask, StoredCredential } from "./device-snapshot";
import { mayHideOthers, withoutHeldTasks } from "./held-tasks";
import type { PartsToSave } from "./message-parts";
import { batchTexts, messageTexts } from "./save-batch";
import type { FactsDocument, MessageDocument } from "./save-document";

/** The hot path's only way to the database: bare calls of the functions of the migration, in autocommit. */
export interface DeviceStore {
  /** null: no such device. */
  load(deviceId: string): Promise<DeviceSnapshot | null>;
  /** false: the device is no longer at `version`; nothing was written. */
  save(message: MessageToSave): Promise<boolean>;
  /** The octets that are kept of the large object that the device is sending in this session; it has so many. */
  loadParts(deviceId: string, sessionKey: string, length: number): Promise<Uint8Array>;
  /** A change that no message brought; `version` null takes the device as it is. */
  change(deviceId: string, version: number | null, document: FactsDocument): Promise<boolean>;
  readonly pending: number;
}

export interface MessageToSave {
  readonly deviceId: string;
  readonly version: number;
  readonly document: MessageDocument;
  /** Sealed request and reply. */
  readonly body: Uint8Array;
  readonly parts?: PartsToSave | null;
}

/** Loads and saves wait for the same lane, so that both come in larger batches: a batch costs as much as some messages. */
const LANES = 1;
const BATCH_MAX = 64;
/** Milliseconds are the rule. Devices wait for half a minute or more, and repeat what was not answered. */
const BATCH_WITHIN_MS = 10_000;
/** Tasks that may run, read at once; a device with more gets them in later messages. */
export const TASKS_LOADED_MAX = 8;
/** The same, where those that were read may have to wait and others behind them not. */
const TASKS_LOOKED_THROUGH_MAX = 100;

/** `sql` is the hot pool: prepared statements, plans left to PostgreSQL. */
export function createDeviceStore(sql: Sql): DeviceStore {
  const lanes = createLanes(LANES);
  const loads = createMicroBatcher<string, DeviceSnapshot | null>({
    lanes,
    sizeMax: BATCH_MAX,
    withinMs: BATCH_WITHIN_MS,
    keyOf: (deviceId) => deviceId,
    retryable: isEndedForAnother,
    run: (deviceIds) => loadBatch(sql, deviceIds, TASKS_LOADED_MAX),
  });
  const saves = createMicroBatcher<MessageToSave, boolean>({
    lanes,
    sizeMax: BATCH_MAX,
    withinMs: BATCH_WITHIN_MS,
    keyOf: (message) => message.deviceId,
    retryable: isEndedForAnother,
    run: (messages) => saveBatch(sql, messages),
  });
  return {
    async load(deviceId) {
      const snapshot = await loads.submit(deviceId);
      const isAll = !snapshot || snapshot.tasks.length < TASKS_LOADED_MAX || !mayHideOthers(snapshot);
      const [whole = null] = isAll ? [snapshot] : await loadBatch(sql, [deviceId], TASKS_LOOKED_THROUGH_MAX);
      return withoutHeldTasks(sql, whole);
    },
    save: (message) => (message.parts ? saveWithParts(sql, message, message.parts) : saves.submit(message)),
    loadParts: (deviceId, sessionKey, length) => loadParts(sql, deviceId, sessionKey, length),
    async change(deviceId, version, document) {
      const rows = await sql<{ saved: boolean }[]>`
        select save_change(${deviceId}::uuid, ${version}::bigint, ${JSON.stringify(document)}::text::jsonb) as saved`;
      return rows[0]?.saved === true;
    },
    get pending() {
      return loads.pending + saves.pending;
    },
  };
}

interface LoadRow {
  readonly device_id: string;
  readonly realm: DeviceFacts["realm"];
  readonly dev_id: string;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly firmware: string | null;
  readonly software: string | null;
  readonly hardware: string | null;
  readonly language: string | null;
  readonly dm_version: string | null;
  readonly disabled: boolean;
  readonly channels: DeviceFacts["channels"];
  readonly version: string;
  readonly session_key: string | null;
  /** Text: the pool leaves instants unparsed where drizzle shares it. */
  readonly session_started_at: Date | string | null;
  readonly resp_token_hash: Uint8Array | null;
  readonly msg_no: number;
  readonly state: string | null;
  readonly nonce_current: Uint8Array | null;
  readonly nonce_previous: Uint8Array | null;
  readonly server_nonce: Uint8Array | null;
  readonly last_request_digest: Uint8Array | null;
  readonly last_contact_at: Date | string | null;
  readonly credentials: StoredCredential[] | null;
  readonly tasks: LoadedTask[] | null;
}

async function loadBatch(sql: Sql, deviceIds: readonly string[], tasksMax: number): Promise<(DeviceSnapshot | null)[]> {
  const rows = await sql<LoadRow[]>`
    select * from load_batch(${deviceIds[0] ?? ""}::uuid, ${deviceIds as string[]}::uuid[], ${tasksMax})`;
  const byId = new Map<string, DeviceSnapshot>();
  for (const row of rows) byId.set(row.device_id, snapshotOf(row));
  // The driver's query stays in old memory until the next full collection, and its rows with it (see forgetParameters).
  rows.length = 0;
  return deviceIds.map((deviceId) => byId.get(deviceId) ?? null);
}

function snapshotOf(row: LoadRow): DeviceSnapshot {
  return {
    deviceId: row.device_id,
    device: {
      realm: row.realm,
      devId: row.dev_id,
      manufacturer: row.manufacturer,
      model: row.model,
      firmware: row.firmware,
      software: row.software,
      hardware: row.hardware,
      language: row.language,
      dmVersion: row.dm_version,
      disabled: row.disabled,
      channels: row.channels,
    },
    live: {
      version: Number(row.version),
      sessionKey: row.session_key,
      sessionStartedAt: row.session_started_at === null ? null : new Date(row.session_started_at),
      respTokenHash: row.resp_token_hash,
      msgNo: row.msg_no,
      state: row.state,
      nonceCurrent: row.nonce_current,
      noncePrevious: row.nonce_previous,
      serverNonce: row.server_nonce,
      requestDigest: row.last_request_digest,
      lastContactAt: row.last_contact_at === null ? null : new Date(row.last_contact_at),
    },
    credentials: row.credentials ?? [],
    tasks: row.tasks ?? [],
  };
}

async function saveBatch(sql: Sql, messages: readonly MessageToSave[]): Promise<boolean[]> {
  const ids = messages.map((message) => message.deviceId);
  const versions = messages.map((message) => message.version);
  const { messages: live, steps, sessions, arrivals, facts } = batchTexts(messages);
  const blob = Buffer.concat(messages.map((message) => message.body));
  const rows = await sql<{ save_batch: string }[]>`
    select * from save_batch(${ids[0] ?? ""}::uuid, ${ids}::uuid[], ${versions}::bigint[], ${live}::saved_message[],
      ${steps}::saved_step[], ${sessions}::saved_session[], ${arrivals}::saved_arrival[], ${facts}::text::jsonb, ${blob})`;
  const won = new Set(rows.map((row) => row.save_batch));
  return ids.map((id) => won.has(id));
}

/** Parts fetched at once: each is as large as a message. */
const PARTS_FETCHED = 4;

/** Fetched in small lots, for all at once would take memory three times. None where some are missing. */
async function loadParts(sql: Sql, deviceId: string, sessionKey: string, length: number): Promise<Uint8Array> {
  const whole = Buffer.allocUnsafe(length);
  let filled = 0;
  const parts = sql<{ octets: Uint8Array }[]>`
    select octets from object_parts where device_id = ${deviceId} and session_key = ${sessionKey} order by n`;
  await parts.cursor(PARTS_FETCHED, (rows) => {
    for (const { octets } of rows) {
      if (filled + octets.length <= length) whole.set(octets, filled);
      filled += octets.length;
    }
  });
  return filled === length ? whole : new Uint8Array();
}

/**
 * Not in a batch: messages with parts are few, and large. The value of an object that is whole is written out by the
 * database, in the place of a token that nobody can know.
 */
async function saveWithParts(sql: Sql, message: MessageToSave, parts: PartsToSave): Promise<boolean> {
  const { deviceId, version, body } = message;
  const { first, octets, isOver, whole } = parts;
  const token = whole && newUuid();
  const texts = messageTexts(message, whole && token ? { value: whole.value, token } : undefined);
  const lengths = octets.map((part) => part.length);
  const blob = whole ? whole.end : Buffer.concat(octets);
  const rows = await sql<{ saved: boolean }[]>`
    select save_with_parts(${deviceId}::uuid, ${version}::bigint, ${texts.messages}::saved_message[], ${texts.facts}, ${body},
      ${first}, ${lengths}::integer[], ${blob}, ${isOver}, ${token}, ${whole?.isText ?? false}) as saved`;
  return rows[0]?.saved === true;
}
