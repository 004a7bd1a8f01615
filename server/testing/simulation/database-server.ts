import assert from "node:assert/strict";
import type { Sql } from "../../db/client";
import { deviceIdOf } from "../../ids";
import {
  createDeviceMessageHandler,
  createDeviceStore,
  createSilenceWatch,
  type DeviceRequest,
  type DeviceStore,
  fireTimers,
  type MessageOutcome,
} from "../../services/device-sessions";
import { giveReport } from "../../services/device-sessions/give-report";
import type { ReportOutcome } from "../../services/downloads/take-report";
import { expireTasks } from "../../services/operations/expire-tasks";
import type { CallContext } from "../../services/use-case";
import type { DownloadLine } from "./download-lines";
import {
  type Begun,
  credentialsOfDevice,
  type DeviceOutcomes,
  type ServerUnderTest,
  type TaskOutcome,
} from "./server-under-test";
import { readGrant, simulatedContents } from "./simulated-contents";
import type { SimulatedDevice } from "./simulated-device";
import type { SimulatedOperation } from "./simulated-operations";

const DM_URL = "https://dm.carrier.example/dm";
const SECOND_MS = 1_000;
const ROUNDS_MAX = 20;

interface Node {
  readonly handle: ReturnType<typeof createDeviceMessageHandler>;
  outcome: MessageOutcome;
}

/**
 * The real message handler on a real database, for a world whose clock runs ahead: as much time as passes there is taken
 * off every instant that is stored.
 */
export class DatabaseServer implements ServerUnderTest {
  readonly #store: DeviceStore;
  readonly #nodes: Node[];
  readonly #deviceIds: string[] = [];
  #shiftedMs: number | null = null;

  constructor(
    private readonly sql: Sql,
    private readonly context: CallContext,
    nodes: number,
  ) {
    this.#store = createDeviceStore(sql);
    this.#nodes = Array.from({ length: nodes }, () => this.#newNode());
  }

  async addDevice(device: SimulatedDevice): Promise<string> {
    const { sql } = this;
    const { sealer } = this.context;
    const { devId } = device;
    const deviceId = deviceIdOf("live", devId);
    await sql`insert into devices (device_id, realm, dev_id) values (${deviceId}, 'live', ${devId})`;
    await sql`insert into device_live (device_id) values (${deviceId})`;
    const credentials = credentialsOfDevice(device, (purpose, text) =>
      sealer.sealText("device_credentials.sealed_secret", `${deviceId}|${purpose}`, text),
    );
    for (const { purpose, scheme, name, sealedSecret, allowEmptyNonce } of credentials) {
      await sql`insert into device_credentials (device_id, purpose, scheme, name, sealed_secret, allow_empty_nonce)
        values (${deviceId}, ${purpose}, ${scheme}, ${name}, ${sealedSecret}, ${allowEmptyNonce})`;
    }
    this.#deviceIds.push(deviceId);
    return deviceId;
  }

  async startOperation(operation: SimulatedOperation, deviceIds: readonly string[], nowMs: number): Promise<void> {
    await this.#pass(nowMs);
    const { sql } = this;
    const { operationId, kind, params, priority, attemptsMax, backoffSeconds, notBeforeMs, expiresAtMs } = operation;
    const seconds = (ms: number | null): number | null => (ms === null ? null : (ms - nowMs) / SECOND_MS);
    const total = deviceIds.length;
    const state = notBeforeMs === null ? "running" : "scheduled";
    await sql`
      insert into operations (operation_id, realm, kind, kind_version, params, target, state, priority, not_before, expires_at,
        released_n, total, attempts_max, backoff_seconds, billable, owner_kind, owner_id, owner_name)
      values (${operationId}, 'live', ${kind.kind}, ${kind.version}, ${JSON.stringify(params)}::text::jsonb, '{}'::jsonb,
        ${state}::operation_state, ${priority}, now() + make_interval(secs => ${seconds(notBeforeMs)}::float8),
        now() + make_interval(secs => ${seconds(expiresAtMs)}::float8), ${total}, ${total}, ${attemptsMax}, ${backoffSeconds},
        false, 'internal', 'internal', 'simulation')`;
    const taskState = notBeforeMs === null ? "queued" : "scheduled";
    for (const [at, deviceId] of deviceIds.entries()) {
      await sql`insert into tasks (device_id, operation_id, n, state)
        values (${deviceId}, ${operationId}, ${at + 1}, ${taskState}::task_state)`;
    }
  }

  crash(node: number): void {
    this.#nodes[node] = this.#newNode();
  }

  async begin(at: number, request: DeviceRequest): Promise<Begun> {
    const node = this.#nodes[at];
    assert.ok(node);
    return {
      commit: async (nowMs) => {
        await this.#pass(nowMs);
        const { status, octets } = await node.handle(request);
        return { status, octets, outcome: node.outcome };
      },
    };
  }

  /** As the server does, but for grants, which are not in the database here. */
  async takeReport({ grant, code, text }: DownloadLine, nowMs: number): Promise<ReportOutcome> {
    await this.#pass(nowMs);
    const granted = readGrant(grant);
    if (!granted) return "unknown";
    const { deviceId, operationId, contentId } = granted;
    const [task] = await this.sql<{ waits: boolean }[]>`
      select coalesce(retry_at > now(), false) as waits from tasks
      where device_id = ${deviceId}::uuid and operation_id = ${operationId}::uuid and ended_at is null`;
    if (!task) return "unknown";
    const report = { contentId, code, text };
    return task.waits || (await giveReport(this.#store, deviceId, operationId, report)) ? "taken" : "busy";
  }

  async doClockWork(nowMs: number): Promise<void> {
    await this.#pass(nowMs);
    const { sql } = this;
    await createSilenceWatch(sql, this.#store).round();
    for (let round = 0; round < ROUNDS_MAX && (await fireTimers(sql, this.#store)) > 0; round += 1);
    await expireTasks(sql, this.#store);
  }

  async releaseHeld(): Promise<void> {
    await this.sql`update devices set held_since = null, collision_at = null`;
  }

  async openTasks(): Promise<number> {
    const rows = await this.sql<{ open: number }[]>`
      select count(*)::integer as open from tasks where device_id = any(${this.#deviceIds}::uuid[])
        and state not in ('succeeded', 'failed', 'cancelled', 'expired')`;
    return rows[0]?.open ?? 0;
  }

  async storedAlerts(deviceId: string): Promise<readonly string[]> {
    const rows = await this.sql<{ said: string }[]>`select data ->> 'data' as said from outbox
      where device_id = ${deviceId} and type = 'dmwsi.device.alert.v1'`;
    return rows.map(({ said }) => said);
  }

  async outcomes(): Promise<ReadonlyMap<string, DeviceOutcomes>> {
    const rows = await this.sql<{ dev_id: string; operation_id: string; task: TaskOutcome }[]>`
      select d.dev_id, t.operation_id, jsonb_build_array(t.state, t.attempt, t.outcome, t.reason_code,
        coalesce((select jsonb_agg(jsonb_build_object('attempt', r.attempt, 'n', r.n, 'data', r.data) order by r.attempt, r.n)
          from results r where r.device_id = t.device_id and r.operation_id = t.operation_id), '[]'::jsonb)) as task
      from tasks t join devices d using (device_id) where t.device_id = any(${this.#deviceIds}::uuid[])`;
    const outcomes = new Map<string, DeviceOutcomes>();
    for (const { dev_id, operation_id, task } of rows) {
      outcomes.set(dev_id, { ...outcomes.get(dev_id), [operation_id]: task });
    }
    return outcomes;
  }

  #newNode(): Node {
    const node: Node = {
      handle: createDeviceMessageHandler({
        store: this.#store,
        database: this.context.database,
        sealer: this.context.sealer,
        dmUrl: DM_URL,
        protectedLeg: true,
        contents: simulatedContents,
        observe: (outcome) => {
          node.outcome = outcome;
        },
      }),
      outcome: "busy",
    };
    return node;
  }

  /** The time that has passed in the world is taken off what is stored. Less than a second waits for more. */
  async #pass(nowMs: number): Promise<void> {
    const passedMs = nowMs - (this.#shiftedMs ?? nowMs);
    this.#shiftedMs ??= nowMs;
    if (passedMs < SECOND_MS) return;
    this.#shiftedMs = nowMs;
    const ids = this.#deviceIds;
    const by = `${passedMs} milliseconds`;
    await this.sql`
      with live as (update device_live set last_contact_at = last_contact_at - ${by}::interval,
          session_started_at = session_started_at - ${by}::interval where device_id = any(${ids}::uuid[])),
        due as (update timers set due_at = due_at - ${by}::interval where device_id = any(${ids}::uuid[])),
        marked as (update devices set collision_at = collision_at - ${by}::interval where device_id = any(${ids}::uuid[])
          and collision_at is not null),
        kept as (update dm_messages set at = at - ${by}::interval
          where device_id = any(${ids}::uuid[]) and at > now() - interval '11 minutes'),
        waiting as (update tasks set retry_at = retry_at - ${by}::interval
          where device_id = any(${ids}::uuid[]) and retry_at > now())
      update operations set not_before = not_before - ${by}::interval, expires_at = expires_at - ${by}::interval
      where completed_at is null and (not_before is not null or expires_at is not null)`;
  }
}
