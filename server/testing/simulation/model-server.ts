import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { deviceIdOf, newUuid } from "../../ids";
import { DecodeError, type Effect, type SessionLimits, type StepOutput, step, wantsParts } from "../../oma-dm";
import type { DeviceRequest, MessageOutcome } from "../../services/device-sessions";
import { challengeNonces } from "../../services/device-sessions/challenge-nonce";
import { evidenceOf, evidenceOfRefused } from "../../services/device-sessions/collisions";
import { credentialsOf } from "../../services/device-sessions/device-credentials";
import type { DeviceSnapshot } from "../../services/device-sessions/device-snapshot";
import { TASKS_LOADED_MAX } from "../../services/device-sessions/device-store";
import { effectOf } from "../../services/device-sessions/effect-of";
import {
  type Incoming,
  ignoresRespUri,
  isOutOfTurn,
  mayAnswerChallenge,
  mayBeLate,
} from "../../services/device-sessions/incoming-message";
import { prepareMessage } from "../../services/device-sessions/message-document";
import { partsToSave } from "../../services/device-sessions/message-parts";
import { runningTaskOf, runningTasksOf } from "../../services/device-sessions/running-tasks";
import type { FactsDocument } from "../../services/device-sessions/save-document";
import {
  type CachedSession,
  createSessionCache,
  type SessionCache,
} from "../../services/device-sessions/session-cache";
import {
  newSessionContext,
  type SessionContext,
  sessionContextOf,
} from "../../services/device-sessions/session-context";
import { newChallengeToken, readToken, sameHash } from "../../services/device-sessions/session-token";
import { silenceChanges, taskChanges, timeoutChanges } from "../../services/device-sessions/task-changes";
import { requestDigestOf, transportProofOf } from "../../services/device-sessions/transport-proof";
import { readWire, writeWire } from "../../services/device-sessions/wire";
import type { Sealer } from "../../services/secrets";
import { ModelStore } from "./model-store";
import type { SeededRandom } from "./seeded-random";
import {
  type Begun,
  credentialsOfDevice,
  type DeviceOutcomes,
  type Reply,
  type ServerUnderTest,
} from "./server-under-test";
import type { SimulatedDevice } from "./simulated-device";
import type { SimulatedOperation } from "./simulated-operations";

const DM_URL = "https://dm.carrier.example/dm";
const CHALLENGE_KEY = Buffer.alloc(32, 7);
const NONCE_OCTETS = 16;
const RACES_MAX = 5;
const CACHED_MAX = 20_000;
const SILENCE_MS = 120_000;

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
}

/**
 * The server without a database: engine, plans and everything between them and the store are the real ones; what the store
 * does is the model's. Follows `handle-message.ts` step by step, and the seeds that also run on PostgreSQL prove that it
 * does. A message is committed in a second call, so that others come between.
 */
export class ModelServer implements ServerUnderTest {
  readonly store: ModelStore;
  readonly #caches: SessionCache[];

  constructor(private readonly options: ModelServerOptions) {
    this.store = new ModelStore(options.seen);
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
    let attempt = this.#answer(incoming, isCached ?? this.#loaded(incoming));
    let races = 0;
    return {
      commit: async (commitMs) => {
        const reply = attempt(commitMs);
        if (reply) return reply;
        this.options.seen("race lost");
        cache.drop(deviceId);
        races += 1;
        if (races >= RACES_MAX) return { status: 503, octets: new Uint8Array(), outcome: "busy" };
        attempt = this.#answer(incoming, this.#loaded(incoming));
        return null;
      },
    };
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
      this.store.change(deviceId, null, { realm: "live", firedTimer }, nowMs);
      return;
    }
    const task = snapshot.tasks.find((one) => one.operationId === operationId && one.state === "waiting_device");
    const running = task && runningTaskOf(snapshot, task);
    const { steps, results, timers } = running ? timeoutChanges(running) : { steps: [], results: [], timers: [] };
    this.store.change(deviceId, snapshot.live.version, { realm: "live", firedTimer, steps, results, timers }, nowMs);
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
    };
  }

  #loaded({ deviceId, request, read, nowMs }: Arrived): CachedSession | null {
    const snapshot = this.store.load(deviceId, nowMs);
    if (!snapshot || snapshot.device.devId !== read.message.header.source.locUri) return null;
    return { connection: request.connection, snapshot, running: runningTasksOf(snapshot) };
  }

  /** Everything up to the commit, which is what the answer is called for. */
  #answer(incoming: Arrived, session: CachedSession | null): (commitMs: number) => Reply | null {
    const { deviceId, read, nowMs } = incoming;
    if (session && sameHash(session.snapshot.live.requestDigest, incoming.digest)) {
      const repeated = this.#repeated(incoming);
      if (repeated) return () => repeated;
    }
    const before = session?.snapshot ?? null;
    let context = sessionContextOf(before, incoming.token, incoming.tokenText, read.message, deviceId, nowMs);
    if (before && context.continues && isOutOfTurn(context, read)) {
      const repeated = context.state?.trust === "mac" ? null : this.#repeated(incoming);
      if (repeated) return () => repeated;
      context = newSessionContext(before, null, read.message, deviceId);
    }
    context = this.#withDrawnToken(context, incoming);
    let output = this.#step(incoming, session, context);
    if (context.needsProof && effectOf(output, "authentication_failed")) {
      context = this.#withDrawnToken(newSessionContext(before, null, read.message, deviceId), incoming);
      output = this.#step(incoming, session, context);
    }
    const refused = effectOf(output, "authentication_failed");
    const authenticated = effectOf(output, "authenticated");
    if (!context.continues && mayBeLate(incoming, authenticated)) {
      const repeated = this.#repeated(incoming);
      if (repeated) return () => repeated;
    }
    if (!session || !before || refused || !(context.continues || authenticated)) {
      const repeated = read.message.header.cred && this.#repeated(incoming);
      if (repeated) return () => repeated;
      return () => this.#challenge(incoming, output, before, refused);
    }
    return (commitMs) => this.#commit(incoming, session, context, output, commitMs);
  }

  #commit(
    incoming: Arrived,
    session: CachedSession,
    context: SessionContext,
    output: StepOutput,
    commitMs: number,
  ): Reply | null {
    const { deviceId, request, read, nowMs, cache } = incoming;
    const { snapshot, running } = session;
    const over = output.state === null;
    const changes = taskChanges(running, output.effects, over);
    const { document, live, device } = prepareMessage({
      snapshot,
      context,
      output,
      running,
      changes,
      requestDigest: incoming.digest,
      requestLength: request.octets.length,
      nowMs,
      provesBootstrap: false,
    });
    const reply = writeWire(output.reply, read.encoding);
    const parts = partsToSave(output.effects, snapshot.live.state, context.continues && !over);
    const { version } = snapshot.live;
    if (!this.store.save({ deviceId, version, document, parts, request: request.octets, reply }, commitMs)) return null;
    this.#note(output);
    const evidence = evidenceOf(context, incoming.token, snapshot.device, device);
    if (evidence) {
      this.options.seen(`collision ${evidence}`);
      this.store.recordCollision(deviceId, commitMs);
    }
    if (over || wantsParts(context.state, read.message) || snapshot.tasks.length >= TASKS_LOADED_MAX)
      cache.drop(deviceId);
    else {
      const { connection } = request;
      cache.put(deviceId, { connection, snapshot: { ...snapshot, live, device }, running: changes.running });
    }
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

  #step(incoming: Arrived, session: CachedSession | null, context: SessionContext): StepOutput {
    const { read, deviceId, nowMs } = incoming;
    const nowSeconds = Math.floor(nowMs / 1_000);
    const { limits } = this.options;
    const snapshot = session?.snapshot ?? null;
    const credentials =
      snapshot &&
      credentialsOf(PLAIN as Sealer, snapshot, {
        challengeKey: CHALLENGE_KEY,
        nowSeconds,
        protectedLeg: true,
        honoursRespUri: !ignoresRespUri(incoming),
        answersChallenge: mayAnswerChallenge(incoming, context) || context.continues,
        isPaused: false,
        acceptResync: false,
      });
    return step({
      state: context.state,
      abandoned: context.abandoned,
      message: read.message,
      parts: wantsParts(context.state, read.message) ? this.#parts(deviceId, context) : null,
      problems: read.problems,
      encoding: read.encoding,
      work: session?.running.map((entry) => entry.run) ?? [],
      credentials,
      transport: incoming.transport,
      nonces: {
        client: this.options.random.octets(NONCE_OCTETS),
        challenge: challengeNonces(CHALLENGE_KEY, deviceId, null, nowSeconds)[0],
        challengeScheme: "md5",
      },
      limits: context.isOverdue ? { ...limits, messagesMax: 0 } : limits,
      server: { uri: DM_URL, respUri: `${DM_URL}?s=${context.token.text}` },
    });
  }

  #parts(deviceId: string, { state }: SessionContext): Uint8Array {
    const whole = Buffer.concat(this.store.device(deviceId).parts);
    return whole.length === state?.object?.octets ? whole : new Uint8Array();
  }

  #repeated({ deviceId, request, nowMs }: Arrived): Reply | null {
    const octets = this.store.replyTo(deviceId, request.octets, nowMs);
    return octets && { status: 200, octets, outcome: "repeated" };
  }

  #challenge(
    { deviceId, token, read, nowMs }: Arrived,
    output: StepOutput,
    snapshot: DeviceSnapshot | null,
    refused: Extract<Effect, { kind: "authentication_failed" }> | undefined,
  ): Reply {
    this.options.seen(`refused ${refused?.reason ?? "otherwise"}`);
    const { respUri: _sessionUri, ...header } = output.reply.header;
    const evidence = evidenceOfRefused(snapshot, token, refused);
    const text =
      output.state &&
      newChallengeToken(CHALLENGE_KEY, deviceId, { ...output.state, evidence }, Math.floor(nowMs / 1_000));
    const reply = { ...output.reply, header: text ? { ...header, respUri: `${DM_URL}?s=${text}` } : header };
    const outcome: MessageOutcome = output.state ? "challenged" : "refused";
    return { status: 200, octets: writeWire(reply, read.encoding), outcome };
  }

  /** A fresh token's random half is drawn by the world's seed. */
  #withDrawnToken(context: SessionContext, { tokenText }: Arrived): SessionContext {
    if (context.token.text === tokenText) return context;
    const drawn = Buffer.from(context.token.text, "base64url");
    drawn.set(this.options.random.octets(NONCE_OCTETS), drawn.length - NONCE_OCTETS);
    const text = drawn.toString("base64url");
    const token = readToken(CHALLENGE_KEY, `?s=${text}`, 0);
    assert.ok(token?.kind === "session");
    return { ...context, token: { text, hash: token.hash } };
  }
}

function at(reply: Reply): Begun {
  return { commit: async () => reply };
}
