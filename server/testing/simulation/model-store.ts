import assert from "node:assert/strict";
import type {
  DeviceFacts,
  DeviceLive,
  DeviceSnapshot,
  StoredCredential,
  StoredResult,
} from "../../services/device-sessions/device-snapshot";
import type { PartsToSave } from "../../services/device-sessions/message-parts";
import type { FactsDocument, MessageDocument, TaskStepFact } from "../../services/device-sessions/save-document";
import type { TaskState } from "../../services/operations/schemas";
import { loadDevice } from "./load-device";
import { checkAnswers, checkDevice, checkStep } from "./safety-checks";
import type { SimulatedOperation } from "./simulated-operations";

export interface ModelTask {
  readonly operation: SimulatedOperation;
  state: TaskState;
  attempt: number;
  retryAtMs: number | null;
  outcome: string | null;
  reasonCode: string | null;
  readonly results: Map<number, StoredResult[]>;
  /** Facts that end the task. */
  terminal: number;
}

export interface ModelDevice {
  readonly deviceId: string;
  facts: DeviceFacts;
  live: DeviceLive;
  readonly credentials: readonly StoredCredential[];
  readonly tasks: Map<string, ModelTask>;
  /** When what is due, by operation and kind. */
  readonly timers: Map<
    string,
    { readonly operationId: string; readonly kind: "alert_timeout" | "push_timeout" | "retry"; readonly dueMs: number }
  >;
  parts: Uint8Array[];
  exchanges: { readonly atMs: number; readonly request: Uint8Array; readonly reply: Uint8Array }[];
  /** What each stored alert said. */
  readonly alerts: string[];
  readonly endedSessions: string[];
  collisionAtMs: number | null;
  heldSinceMs: number | null;
}

export interface MessageToApply {
  readonly deviceId: string;
  readonly version: number;
  readonly document: MessageDocument;
  readonly parts: PartsToSave | null;
  readonly request: Uint8Array;
  readonly reply: Uint8Array;
}

const EXCHANGES_KEPT_MS = 600_000;
const EXCHANGES_SEARCHED_MAX = 20;
const DAY_MS = 86_400_000;
const ENDED: ReadonlySet<TaskState> = new Set(["succeeded", "failed", "cancelled", "expired"]);
const NEW_LIVE: DeviceLive = {
  version: 0,
  sessionKey: null,
  sessionStartedAt: null,
  respTokenHash: null,
  msgNo: 0,
  state: null,
  nonceCurrent: null,
  noncePrevious: null,
  serverNonce: null,
  requestDigest: null,
  lastContactAt: null,
};

/**
 * What the database does with what follows from a message, as plain maps: the oracle of the simulation. A document is
 * applied once, and only on the version that it was made from; every commit is checked.
 */
export class ModelStore {
  readonly devices = new Map<string, ModelDevice>();

  constructor(private readonly seen: (name: string) => void) {}

  add(deviceId: string, devId: string, credentials: readonly StoredCredential[]): void {
    const facts: DeviceFacts = {
      realm: "live",
      devId,
      manufacturer: null,
      model: null,
      firmware: null,
      software: null,
      hardware: null,
      language: null,
      dmVersion: null,
      disabled: false,
      channels: [],
    };
    this.devices.set(deviceId, {
      deviceId,
      facts,
      live: NEW_LIVE,
      credentials,
      tasks: new Map(),
      timers: new Map(),
      parts: [],
      exchanges: [],
      alerts: [],
      endedSessions: [],
      collisionAtMs: null,
      heldSinceMs: null,
    });
  }

  start(operation: SimulatedOperation, deviceIds: readonly string[]): void {
    for (const deviceId of deviceIds) {
      this.device(deviceId).tasks.set(operation.operationId, {
        operation,
        state: operation.notBeforeMs === null ? "queued" : "scheduled",
        attempt: 1,
        retryAtMs: null,
        outcome: null,
        reasonCode: null,
        results: new Map(),
        terminal: 0,
      });
    }
  }

  device(deviceId: string): ModelDevice {
    const device = this.devices.get(deviceId);
    assert.ok(device, `no device ${deviceId}`);
    return device;
  }

  load(deviceId: string, nowMs: number): DeviceSnapshot | null {
    const device = this.devices.get(deviceId);
    if (!device) return null;
    return loadDevice(device, nowMs);
  }

  replyTo(deviceId: string, request: Uint8Array, nowMs: number): Uint8Array | null {
    const found = (this.devices.get(deviceId)?.exchanges ?? [])
      .filter((exchange) => exchange.atMs > nowMs - EXCHANGES_KEPT_MS && exchange.request.length === request.length)
      .slice(-EXCHANGES_SEARCHED_MAX)
      .findLast((exchange) => Buffer.compare(exchange.request, request) === 0);
    return found?.reply ?? null;
  }

  /** false: the device is at another version, and nothing was written. */
  save({ deviceId, version, document, parts, request, reply }: MessageToApply, nowMs: number): boolean {
    const device = this.device(deviceId);
    if (device.live.version !== version) return false;
    // What a process keeps beside the row is not in the database.
    const { knownState: _known, ...live } = document.live;
    device.live = {
      ...live,
      version: version + 1,
      sessionStartedAt: document.starts ? new Date(nowMs) : device.live.sessionStartedAt,
      lastContactAt: new Date(nowMs),
    };
    device.exchanges.push({ atMs: nowMs, request, reply });
    while ((device.exchanges[0]?.atMs ?? nowMs) <= nowMs - EXCHANGES_KEPT_MS) device.exchanges.shift();
    if (parts) device.parts = parts.isOver ? [] : [...device.parts.slice(0, parts.first), ...parts.octets];
    this.#write(device, document, nowMs);
    checkDevice(device, nowMs);
    return true;
  }

  /** A change that no message brought; `version` null takes the device as it is. */
  change(deviceId: string, version: number | null, document: FactsDocument, nowMs: number): boolean {
    const device = this.device(deviceId);
    if (version !== null && device.live.version !== version) return false;
    const closed = document.endedSession ? { sessionKey: null, respTokenHash: null } : {};
    device.live = { ...device.live, ...closed, version: device.live.version + 1 };
    this.#write(device, document, nowMs);
    checkDevice(device, nowMs);
    return true;
  }

  recordCollision(deviceId: string, nowMs: number): void {
    const device = this.device(deviceId);
    if (device.collisionAtMs !== null && device.collisionAtMs > nowMs - DAY_MS) device.heldSinceMs ??= nowMs;
    device.collisionAtMs = nowMs;
  }

  openTasks(): number {
    let open = 0;
    for (const device of this.devices.values()) {
      for (const task of device.tasks.values()) if (!ENDED.has(task.state)) open += 1;
    }
    return open;
  }

  #write(device: ModelDevice, document: FactsDocument, nowMs: number): void {
    const { firedTimer } = document;
    if (firedTimer) device.timers.delete(`${firedTimer.operationId} ${firedTimer.kind}`);
    for (const { operationId, attempt, n, data } of document.results ?? []) {
      const task = device.tasks.get(operationId);
      assert.ok(task, `a result of no task: ${operationId}`);
      const rows = task.results.get(attempt) ?? [];
      checkAnswers(operationId, attempt, rows, data);
      assert.equal(n, rows.length, "an answer would be lost: its place is taken or there is a gap before it");
      task.results.set(attempt, [...rows, JSON.parse(JSON.stringify(data)) as StoredResult]);
    }
    for (const step of document.steps ?? []) this.#step(device, step, nowMs);
    for (const { operationId, kind, seconds } of document.timers ?? []) {
      device.timers.set(`${operationId} ${kind}`, { operationId, kind, dueMs: nowMs + seconds * 1_000 });
    }
    for (const { data } of document.announcements ?? []) device.alerts.push((data as { readonly data: string }).data);
    if (document.device) device.facts = { ...device.facts, ...document.device };
    for (const session of [document.session, document.endedSession]) {
      if (!session) continue;
      assert.ok(!device.endedSessions.includes(session.sessionKey), "a session ended twice");
      device.endedSessions.push(session.sessionKey);
      this.seen(`session ${session.outcome}`);
    }
  }

  #step(device: ModelDevice, step: TaskStepFact, nowMs: number): void {
    const task = device.tasks.get(step.operationId);
    assert.ok(task, `a step of no task: ${step.operationId}`);
    // The database leaves a task alone that is no longer there; here nobody but the caller moves it.
    assert.equal(task.state, step.from, "a task was moved from where it was not");
    checkStep(step);
    this.seen(`${step.from} to ${step.to}`);
    const { kind, excludes } = task.operation.kind;
    if (excludes.length > 0) this.seen(`${kind} ${step.to}`);
    task.state = step.to;
    task.attempt = step.attempt ?? task.attempt;
    task.retryAtMs = step.retrySeconds === undefined ? null : nowMs + step.retrySeconds * 1_000;
    task.outcome = step.outcome ?? null;
    task.reasonCode = step.reasonCode ?? null;
    if (ENDED.has(step.to)) task.terminal += 1;
    if (!step.clearTimers) return;
    for (const [key, timer] of device.timers) if (timer.operationId === step.operationId) device.timers.delete(key);
  }
}
