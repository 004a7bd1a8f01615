import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { deviceIdOf, newUuid } from "../../ids";
import { DecodeError, type SessionLimits, type StepOutput, wantsParts } from "../../oma-dm";
import type { Capability } from "../../services/capabilities";
import type { DeviceRequest } from "../../services/device-sessions";
import { credentialsOf } from "../../services/device-sessions/device-credentials";
import { effectOf } from "../../services/device-sessions/effect-of";
import { giveReport } from "../../services/device-sessions/give-report";
import { type Incoming, ignoresRespUri, mayAnswerChallenge } from "../../services/device-sessions/incoming-message";
import {
  placeMessage,
  type Refused,
  type SignedIn,
  storedOf,
  type Taken,
  weighMessage,
} from "../../services/device-sessions/message-course";
import { MessageSupplies } from "../../services/device-sessions/plan-contents";
import { runningTaskOf, runningTasksOf } from "../../services/device-sessions/running-tasks";
import type { FactsDocument, TimerFact } from "../../services/device-sessions/save-document";
import {
  type CachedSession,
  createSessionCache,
  type SessionCache,
} from "../../services/device-sessions/session-cache";
import type { SessionContext } from "../../services/device-sessions/session-context";
import { newSessionToken, readToken, sameHash } from "../../services/device-sessions/session-token";
import { runsOf } from "../../services/device-sessions/spared-runs";
import { challengeOf, type PortFacts, secondsOf, stepMessage } from "../../services/device-sessions/step-message";
import { silenceChanges, timeoutChanges } from "../../services/device-sessions/task-changes";
import { requestDigestOf, transportProofOf } from "../../services/device-sessions/transport-proof";
import { readWire, writeWire } from "../../services/device-sessions/wire";
import type { ReportOutcome } from "../../services/downloads/take-report";
import type { Sealer } from "../../services/secrets";
import type { DownloadLine } from "./download-lines";
import { ModelStore } from "./model-store";
import type { SeededRandom } from "./seeded-random";
import {
  type Begun,
  credentialsOfDevice,
  type DeviceOutcomes,
  type Reply,
  type ServerUnderTest,
} from "./server-under-test";
import { readGrant, simulatedContents } from "./simulated-contents";
import type { SimulatedDevice } from "./simulated-device";
import type { SimulatedOperation } from "./simulated-operations";

const DM_URL = "https://dm.carrier.example/dm";
const CHALLENGE_KEY = Buffer.alloc(32, 7);
const RACES_MAX = 5;
const FETCHES_MAX = 16;
/** After which a time-out is looked at again of a task that may not run now. */
const AGAIN_SECONDS = 60;
const CACHED_MAX = 20_000;
const SILENCE_MS = 120_000;
const NOTHING_MISSING: ReadonlySet<Capability> = new Set();

/** Secrets of a simulation are no secrets: they are stored as they are. */
const PLAIN: Pick<Sealer, "openText" | "sign"> = {
  openText: (_purpose, _row, sealed) => sealed,
  sign: (purpose, octets) => createHmac("sha256", CHALLENGE_KEY).update(`${purpose} ${octets}`).digest(),
};

export interface ModelServerOptions {
  readonly nodes: number;
  readonly limits: SessionLimits;
  /** Draws nonces and tokens. */
  readonly random: SeededRandom;
  seen(name: string): void;
}

interface Arrived extends Incoming {
  readonly cache: SessionCache;
  /** What its plans were given beside the message. */
  readonly supplies: MessageSupplies;
}

/** Everything up to the commit is done. null: another message was first. */
type Attempt = (commitMs: number) => Reply | null;

const BUSY: Reply = { status: 503, octets: new Uint8Array(), outcome: "busy" };

/**
 * The server without a database: engine, plans and the course of a message are the real ones; what the store does is the
 * model's. The seeds that also run on PostgreSQL prove that it does as the server. A message is committed in a second
 * call, so that others come between.
 */
export class ModelServer implements ServerUnderTest {
  readonly store: ModelStore;
  readonly #caches: SessionCache[];
  readonly #port: PortFacts;

  constructor(private readonly options: ModelServerOptions) {
    this.store = new ModelStore(options.seen);
    const { limits, random } = options;
    const draw = (count: number) => random.octets(count);
    this.#port = { dmUrl: DM_URL, protectedLeg: true, challengeKey: CHALLENGE_KEY, limits, draw };
    this.#caches = Array.from({ length: options.nodes }, () => createSessionCache(CACHED_MAX));
  }

  async addDevice(device: SimulatedDevice): Promise<string> {
    const deviceId = deviceIdOf("live", device.devId);
    this.store.add(
      deviceId,
      device.devId,
      credentialsOfDevice(device, (_purpose, text) => text),
    );
    return deviceId;
  }

  async startOperation(operation: SimulatedOperation, deviceIds: readonly string[]): Promise<void> {
    this.store.start(operation, deviceIds);
  }

  crash(node: number): void {
    this.#caches[node] = createSessionCache(CACHED_MAX);
  }

  async begin(node: number, request: DeviceRequest, nowMs: number): Promise<Begun> {
    const cache = this.#caches[node];
    assert.ok(cache);
    let incoming: Arrived;
    try {
      incoming = this.#route(request, nowMs, cache);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      return at({ status: 400, octets: Buffer.from(error.message), outcome: "undecodable" });
    }
    const { deviceId } = incoming;
    const { token } = incoming;
    const isCached = token?.kind === "session" ? cache.take(deviceId, request.connection) : null;
    let attempt = await this.#answer(incoming, isCached ?? this.#loaded(incoming));
    let races = 0;
    return {
      commit: async (commitMs) => {
        const reply = attempt(commitMs);
        if (reply) return reply;
        this.options.seen("race lost");
        cache.drop(deviceId);
        races += 1;
        if (races >= RACES_MAX) return BUSY;
        attempt = await this.#answer(incoming, this.#loaded(incoming));
        return null;
      },
    };
  }

  async takeReport({ grant, code, text }: DownloadLine, nowMs: number): Promise<ReportOutcome> {
    const granted = readGrant(grant);
    const task = granted && this.store.devices.get(granted.deviceId)?.tasks.get(granted.operationId);
    if (!granted || !task || task.terminal > 0) return "unknown";
    if (task.retryAtMs !== null && task.retryAtMs > nowMs) return "taken";
    const { deviceId, operationId, contentId } = granted;
    const before = task.state;
    const store: Parameters<typeof giveReport>[0] = {
      load: async (id) => this.store.load(id, nowMs),
      change: async (id, version, document) => this.store.change(id, version, document, nowMs),
    };
    if (!(await giveReport(store, deviceId, operationId, { contentId, code, text }))) return "busy";
    this.options.seen(`line at ${before}`);
    return "taken";
  }

  async doClockWork(nowMs: number): Promise<void> {
    for (const [deviceId, device] of this.store.devices) {
      const { live } = device;
      if (live.sessionKey && live.lastContactAt && nowMs - live.lastContactAt.getTime() > SILENCE_MS) {
        this.#closeSilent(deviceId, nowMs);
      }
      for (const timer of [...device.timers.values()]) if (timer.dueMs <= nowMs) this.#fire(deviceId, timer, nowMs);
      this.#expire(deviceId, nowMs);
    }
  }

  async releaseHeld(): Promise<void> {
    for (const device of this.store.devices.values()) {
      device.heldSinceMs = null;
      device.collisionAtMs = null;
    }
  }

  async openTasks(): Promise<number> {
    return this.store.openTasks();
  }

  async storedAlerts(deviceId: string): Promise<readonly string[]> {
    return this.store.device(deviceId).alerts;
  }

  async outcomes(): Promise<ReadonlyMap<string, DeviceOutcomes>> {
    const outcomes = new Map<string, DeviceOutcomes>();
    for (const device of this.store.devices.values()) {
      const tasks = [...device.tasks].map(([operationId, { state, attempt, outcome, reasonCode, results }]) => {
        const rows = [...results].flatMap(([of, list]) => list.map((data, n) => ({ attempt: of, n, data })));
        return [operationId, [state, attempt, outcome, reasonCode, rows]] as const;
      });
      outcomes.set(device.facts.devId, Object.fromEntries(tasks));
    }
    return outcomes;
  }

  #closeSilent(deviceId: string, nowMs: number): void {
    const snapshot = this.store.load(deviceId, nowMs);
    const { sessionKey, msgNo = 0, version = 0 } = snapshot?.live ?? {};
    if (!snapshot || !sessionKey) return;
    const { steps, results, timers } = silenceChanges(runningTasksOf(snapshot));
    const endedSession = { sessionKey, messages: msgNo, outcome: "silent" };
    this.store.change(deviceId, version, { realm: "live", steps, results, timers, endedSession }, nowMs);
  }

  #fire(
    deviceId: string,
    { operationId, kind }: Omit<NonNullable<FactsDocument["firedTimer"]>, "seconds">,
    nowMs: number,
  ): void {
    const snapshot = this.store.load(deviceId, nowMs);
    if (!snapshot) return;
    const firedTimer = { operationId, kind };
    this.options.seen(`timer ${kind}`);
    if (kind === "retry") {
      this.store.change(deviceId, snapshot.live.version, { realm: "live", firedTimer }, nowMs);
      return;
    }
    const task = snapshot.tasks.find((one) => one.operationId === operationId && one.state !== "in_session");
    const running = task && runningTaskOf(snapshot, task);
    const { steps, results, timers } = running
      ? timeoutChanges(running)
      : { steps: [], results: [], timers: this.#againLater(deviceId, operationId) };
    this.store.change(deviceId, snapshot.live.version, { realm: "live", firedTimer, steps, results, timers }, nowMs);
  }

  /** A task that may not run now is not over. */
  #againLater(deviceId: string, operationId: string): TimerFact[] {
    const task = this.store.device(deviceId).tasks.get(operationId);
    const isOpen = task !== undefined && task.terminal === 0;
    return isOpen ? [{ operationId, kind: "alert_timeout", seconds: AGAIN_SECONDS }] : [];
  }

  #expire(deviceId: string, nowMs: number): void {
    for (const [operationId, { state, operation }] of this.store.device(deviceId).tasks) {
      const isOver = operation.expiresAtMs !== null && operation.expiresAtMs <= nowMs;
      if (!isOver || !["scheduled", "queued", "notified", "waiting_device"].includes(state)) continue;
      const step = {
        operationId,
        from: state,
        to: "expired",
        eventId: newUuid(),
        reasonCode: "expired",
        clearTimers: true,
      } as const;
      this.store.change(deviceId, null, { realm: "live", steps: [step] }, nowMs);
    }
  }

  #route(request: DeviceRequest, nowMs: number, cache: SessionCache): Arrived {
    const read = readWire(request.octets);
    const token = readToken(CHALLENGE_KEY, request.url, Math.floor(nowMs / 1_000));
    return {
      request,
      read,
      mediaType: request.contentType,
      transport: transportProofOf(request),
      token,
      tokenText: request.url.slice(request.url.indexOf("?s=") + 3),
      deviceId: token?.deviceId ?? deviceIdOf("live", read.message.header.source.locUri),
      digest: requestDigestOf(request),
      nowMs,
      cache,
      supplies: new MessageSupplies(simulatedContents),
    };
  }

  #loaded({ deviceId, request, read, nowMs }: Arrived): CachedSession | null {
    const snapshot = this.store.load(deviceId, nowMs);
    if (!snapshot || snapshot.device.devId !== read.message.header.source.locUri) return null;
    return { connection: request.connection, snapshot, running: runningTasksOf(snapshot, simulatedContents.urlOf) };
  }

  /** Again with what a plan asked for, as often as one does. */
  async #answer(incoming: Arrived, found: CachedSession | null): Promise<Attempt> {
    let session = found;
    for (let fetches = 0; fetches <= FETCHES_MAX; fetches += 1) {
      const attempt = await this.#attempt(incoming, session);
      if (attempt !== "again") return attempt;
      incoming.cache.drop(incoming.deviceId);
      session = this.#loaded(incoming);
    }
    return () => BUSY;
  }

  /** "again": a plan asked for something that is at hand now. */
  async #attempt(incoming: Arrived, session: CachedSession | null): Promise<Attempt | "again"> {
    const { supplies } = incoming;
    const earlierReply = async (): Promise<Reply | null> => this.#repeated(incoming);
    const before = session?.snapshot ?? null;
    const repeated = before && sameHash(before.live.requestDigest, incoming.digest) && this.#repeated(incoming);
    if (repeated) return () => repeated;
    const newToken = (deviceId: string) => newSessionToken(deviceId, this.#port.draw);
    const placed = await placeMessage(incoming, before, newToken, earlierReply);
    if (placed.kind === "repeated") return () => placed.reply;
    if (session && placed.context.continues) await supplies.prepare(placed.context.state, session.running);
    else supplies.giveAgain(session?.running ?? []);
    const course = await weighMessage(incoming, before, placed.context, {
      newToken,
      signIn: async (context) => this.#signIn(incoming, session, context),
      earlierReply,
    });
    if (course.kind === "repeated") return () => course.reply;
    if (course.kind === "refused") return () => this.#challenge(incoming, course);
    if (await supplies.fetch(incoming.deviceId, course.work.running, course.output)) {
      this.options.seen("content given");
      return "again";
    }
    return (commitMs) => this.#commit(incoming, course, commitMs);
  }

  #commit(incoming: Arrived, taken: Taken<CachedSession>, commitMs: number): Reply | null {
    const { deviceId, request, read, cache, supplies } = incoming;
    const { output, snapshot } = taken;
    const { document, parts, collision, next } = storedOf(incoming, taken, supplies.joinedTo(output.effects));
    const reply = writeWire(output.reply, read.encoding);
    const { version } = snapshot.live;
    if (!this.store.save({ deviceId, version, document, parts, request: request.octets, reply }, commitMs)) return null;
    this.#note(output);
    if (collision) {
      this.options.seen(`collision ${collision}`);
      this.store.recordCollision(deviceId, commitMs);
    }
    if (next) cache.put(deviceId, next);
    else cache.drop(deviceId);
    return { status: 200, octets: reply, outcome: "answered" };
  }

  #note({ effects, reply }: StepOutput): void {
    for (const effect of effects) {
      if (effect.kind === "alert") this.options.seen(`alert ${effect.code}${effect.task ? " taken" : ""}`);
      else if (effect.kind === "authenticated") this.options.seen(`signed in by ${effect.scheme} on ${effect.nonce}`);
      else if (effect.kind === "task") {
        for (const answer of effect.answers) {
          this.options.seen(
            answer.kind === "status" ? `status ${Math.floor(answer.status / 100)}xx` : `answer ${answer.kind}`,
          );
        }
      } else this.options.seen(`effect ${effect.kind}`);
    }
    for (const command of reply.commands) if (command.name === "Alert") this.options.seen(`said alert ${command.data}`);
  }

  #signIn(incoming: Arrived, session: CachedSession | null, context: SessionContext): SignedIn<CachedSession> {
    const { read, deviceId } = incoming;
    const snapshot = session?.snapshot ?? null;
    const credentials =
      snapshot &&
      credentialsOf(PLAIN as Sealer, snapshot, {
        challengeKey: CHALLENGE_KEY,
        nowSeconds: secondsOf(incoming),
        protectedLeg: true,
        honoursRespUri: !ignoresRespUri(incoming),
        answersChallenge: mayAnswerChallenge(incoming, context) || context.continues,
        isPaused: false,
        acceptResync: false,
      });
    const runs = session ? runsOf(session.running, NOTHING_MISSING) : [];
    if (runs.some(({ behind = [] }) => behind.length > 0)) this.options.seen("turn waited for");
    const output = stepMessage(this.#port, incoming, {
      context,
      credentials,
      work: incoming.supplies.runs(runs),
      content: incoming.supplies.slice,
      parts: wantsParts(context.state, read.message) ? this.#parts(deviceId, context) : null,
    });
    return { work: session, output, snapshot, provesBootstrap: false };
  }

  #parts(deviceId: string, { state }: SessionContext): Uint8Array {
    const whole = Buffer.concat(this.store.device(deviceId).parts);
    return whole.length === state?.object?.octets ? whole : new Uint8Array();
  }

  #repeated({ deviceId, request, nowMs }: Arrived): Reply | null {
    const octets = this.store.replyTo(deviceId, request.octets, nowMs);
    return octets && { status: 200, octets, outcome: "repeated" };
  }

  #challenge(incoming: Arrived, { output, evidence }: Refused): Reply {
    const refused = effectOf(output, "authentication_failed");
    this.options.seen(`refused ${refused?.reason ?? "otherwise"}`);
    const octets = writeWire(challengeOf(this.#port, incoming, output, evidence), incoming.read.encoding);
    return { status: 200, octets, outcome: output.state ? "challenged" : "refused" };
  }
}

function at(reply: Reply): Begun {
  return { commit: async () => reply };
}
