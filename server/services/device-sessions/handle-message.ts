import type { Database } from "../../db/client";
import { deviceIdOf } from "../../ids";
import { DecodeError, type DeviceCredentials, type StepOutput, wantsParts } from "../../oma-dm";
import { randomOctets } from "../../random-octets";
import { networkOf } from "../attempts";
import { type Capability, createCapabilityMemory } from "../capabilities";
import type { Realm } from "../principal";
import type { Sealer } from "../secrets";
import { recordCollision } from "./collisions";
import { type CredentialSituation, credentialsOf, replyMacOf } from "./device-credentials";
import { type DeviceRequest, type DeviceResponse, mediaTypeOf } from "./device-request";
import type { DeviceSnapshot } from "./device-snapshot";
import type { DeviceStore } from "./device-store";
import { effectOf } from "./effect-of";
import { sealExchange } from "./exchange-body";
import { createGathering } from "./gathering";
import { attemptOf, type Incoming, ignoresRespUri, mayAnswerChallenge, respond } from "./incoming-message";
import { createKeyedQueue } from "./keyed-queue";
import { placeMessage, type SignedIn, storedOf, type Taken, weighMessage } from "./message-course";
import { bootstrapProved, withNextCredentials, workOfNextLife } from "./next-credentials";
import { MessageSupplies, type PlanContents } from "./plan-contents";
import { raiseScheme } from "./raise-scheme";
import { replyToRepeated } from "./repeated-message";
import { useResyncInvitation } from "./resync-invitations";
import { runningTasksOf } from "./running-tasks";
import { type CachedSession, createSessionCache } from "./session-cache";
import type { SessionContext } from "./session-context";
import { SESSION_LIMITS } from "./session-limits";
import {
  type ChallengeEvidence,
  claimsSession,
  newSessionToken,
  readToken,
  sameHash,
  tokenTextOf,
} from "./session-token";
import { countFailure, isPaused } from "./sign-in-guard";
import { learnIgnoredRespUri, learnMissing, missingForMessage, runsOf } from "./spared-runs";
import { challengeOf, secondsOf, stepMessage } from "./step-message";
import { requestDigestOf, transportProofOf, withMac } from "./transport-proof";
import { type ReadMessage, readWire, writeWire } from "./wire";

export interface DeviceMessageHandlerOptions {
  readonly store: DeviceStore;
  /** For what is off the hot path: the reply to a repeated message. */
  readonly database: Database;
  readonly sealer: Sealer;
  /** Whose devices call here: no other is known; `live` when left out. */
  readonly realm?: Realm;
  /** The public URL of the device endpoint, without query. */
  readonly dmUrl: string;
  /** TLS, a declared gateway or a loopback listener. */
  readonly protectedLeg: boolean;
  /** What plans are given contents by; absent or null: none can be. */
  readonly contents?: PlanContents | null;
  /** Octets of a device's message that are kept for the trace; 65,536 when left out. */
  readonly keptOctetsMax?: number;
  /** Told of each answered message; for metrics. */
  observe(outcome: MessageOutcome): void;
}

export type MessageOutcome = "answered" | "repeated" | "challenged" | "refused" | "undecodable" | "busy";

/** What is found out beside the message about a sign-in. */
type SignInFacts = Pick<CredentialSituation, "answersChallenge" | "isPaused" | "acceptResync">;

const BUSY_SECONDS = 5;
const TOO_OFTEN_SECONDS = 60;
const RACES_MAX = 5;
/** How often what plans asked for is fetched for one message: once for each content that one after the other is asked for. */
const FETCHES_MAX = 16;
/** Measured: of 8 at once, or of 128, each takes about a tenth more time. */
const GATHERED_MAX = 32;
/** Messages of one session, or of one source in the name of a device. */
const WAITING_MAX = 8;
/** Messages that wait to have a large object joined. It is done for one after the other: each takes memory many times. */
const WAITING_TO_JOIN_MAX = 256;
const JOINING = "";
const CACHED_SESSIONS_MAX = 20_000;
const KEPT_OCTETS_MAX = 65_536;

/** A session with what its device's model is known not to know, as far as a sign-in and its tasks go by it. */
interface FoundSession extends CachedSession {
  readonly missing: ReadonlySet<Capability>;
}

function withMissing({ connection, snapshot, running }: CachedSession, missing: ReadonlySet<Capability>): FoundSession {
  return { connection, snapshot, running, missing };
}

/**
 * Which messages wait for each other: those of a session, and those that one source sends in the name of a device. So
 * nobody who only knows the name of a device keeps it from its session, or from beginning one from elsewhere.
 */
function laneOf({ token, tokenText, deviceId, request }: Incoming): string {
  return token?.kind === "session" ? tokenText : `${deviceId} ${networkOf(request.sourceAddress)}`;
}

/**
 * Answers one message of a device: decode, load, step, encode, store, and only then reply. A repeated message gets its
 * stored reply; a lost race loads again; a device that did not prove itself changes nothing.
 */
export function createDeviceMessageHandler(
  options: DeviceMessageHandlerOptions,
): (request: DeviceRequest) => Promise<DeviceResponse> {
  const { store, sealer, observe, realm = "live" } = options;
  const challengeKey = sealer.sign("device_challenges", "nonces and tokens of challenges");
  const { dmUrl, protectedLeg } = options;
  const port = { dmUrl, protectedLeg, challengeKey, limits: SESSION_LIMITS, draw: randomOctets };
  const cache = createSessionCache(CACHED_SESSIONS_MAX);
  const capabilities = createCapabilityMemory(options.database);
  const gathered = createGathering(GATHERED_MAX);
  const queue = createKeyedQueue(WAITING_MAX);
  const joining = createKeyedQueue(WAITING_TO_JOIN_MAX);

  async function handle(request: DeviceRequest): Promise<DeviceResponse> {
    await gathered();
    const incoming = route(request);
    if ("status" in incoming) return incoming;
    const answer = queue.run(laneOf(incoming), () => answerDevice(incoming));
    return answer ?? busy();
  }

  function route(request: DeviceRequest): Incoming | DeviceResponse {
    const nowMs = Date.now();
    let read: ReadMessage;
    try {
      read = readWire(request.octets);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      observe("undecodable");
      return { status: 400, contentType: "text/plain; charset=utf-8", octets: Buffer.from(`${error.message}\n`) };
    }
    const token = readToken(challengeKey, request.url, Math.floor(nowMs / 1_000));
    return {
      request,
      read,
      token,
      tokenText: tokenTextOf(request.url),
      deviceId: token?.deviceId ?? deviceIdOf(realm, read.message.header.source.locUri),
      mediaType: mediaTypeOf(request.contentType) ?? `application/vnd.syncml.dm+${read.encoding}`,
      transport: transportProofOf(request),
      digest: requestDigestOf(request),
      nowMs,
    };
  }

  async function answerDevice(incoming: Incoming): Promise<DeviceResponse> {
    const supplies = new MessageSupplies(options.contents ?? null);
    for (let round = 0, races = 0; races < RACES_MAX && round - races <= FETCHES_MAX; round += 1) {
      const found = (round === 0 && cached(incoming)) || (await loaded(incoming));
      const maySignIn = incoming.token?.kind !== "session";
      const session = found && withMissing(found, await missingForMessage(capabilities, found, maySignIn));
      const isRepeated = session !== null && sameHash(session.snapshot.live.requestDigest, incoming.digest);
      const repeated = isRepeated && (await replyBefore(incoming));
      if (repeated) {
        observe("repeated");
        return respondAgain(incoming, session.snapshot, repeated);
      }
      const answer = await stepAndStore(incoming, session, supplies);
      if (answer && answer !== "again") return answer;
      // The runs have gone on by what is to be given up: they are made anew.
      cache.drop(incoming.deviceId);
      if (!answer) races += 1;
    }
    return busy();
  }

  function cached(incoming: Incoming): CachedSession | null {
    return incoming.token?.kind === "session" ? cache.take(incoming.deviceId, incoming.request.connection) : null;
  }

  /** null: the device is unknown here, or the message names another device than the one its id or token belongs to. */
  async function loaded(incoming: Incoming): Promise<CachedSession | null> {
    const snapshot = await store.load(incoming.deviceId);
    if (!snapshot || snapshot.device.realm !== realm) return null;
    if (snapshot.device.devId !== incoming.read.message.header.source.locUri) return null;
    const running = runningTasksOf(snapshot, options.contents?.urlOf);
    return { connection: incoming.request.connection, snapshot, running };
  }

  function replyBefore({ deviceId, request }: Incoming): Promise<Uint8Array | null> {
    return replyToRepeated(options.database, sealer, deviceId, request.octets);
  }

  /** The reply to the same octets when they came before, in this session or an earlier one. */
  async function earlierReply(incoming: Incoming, snapshot: DeviceSnapshot | null): Promise<DeviceResponse | null> {
    const octets = await replyBefore(incoming);
    if (!octets) return null;
    observe("repeated");
    return respondAgain(incoming, snapshot, octets);
  }

  /**
   * null: another message or change of this device was first. "again": a plan asked for something that `supplies` have
   * now. `parts`: those of the large object that the message brings the last part of; loaded when it is this message's turn
   * to have its object joined.
   */
  async function stepAndStore(
    incoming: Incoming,
    session: FoundSession | null,
    supplies: MessageSupplies,
    parts: Uint8Array | null = null,
  ): Promise<DeviceResponse | "again" | null> {
    const { read, deviceId } = incoming;
    const before = session?.snapshot ?? null;
    const placed = await placeMessage(incoming, before, newSessionToken, () => earlierReply(incoming, before));
    if (placed.kind === "repeated") return placed.reply;
    const sessionKey = before?.live.sessionKey;
    // Whoever has to prove itself and does not try to is refused without the work of joining anything.
    const isTried = !placed.context.needsProof || read.message.header.cred || incoming.transport.mac;
    if (!parts && sessionKey && isTried && wantsParts(placed.context.state, read.message)) {
      const joined = joining.run(JOINING, async () =>
        stepAndStore(
          incoming,
          session,
          supplies,
          await store.loadParts(deviceId, sessionKey, placed.context.state?.object?.octets ?? 0),
        ),
      );
      return joined ?? busy();
    }
    if (!mayGoOn(incoming, placed.context)) return busy();
    if (session && placed.context.continues) await supplies.prepare(placed.context.state, session.running);
    else supplies.giveAgain(session?.running ?? []);
    const course = await weighMessage<DeviceResponse, FoundSession>(incoming, before, placed.context, {
      newToken: newSessionToken,
      signIn: (context, isAnew) => signIn(incoming, session, context, supplies, isAnew ? null : parts),
      earlierReply: (snapshot) => earlierReply(incoming, snapshot),
    });
    if (course.kind === "repeated") return course.reply;
    if (course.kind === "refused") {
      if (course.isFailure) await countFailure(options.database, attemptOf(incoming, before));
      return challenge(incoming, course.output, course.evidence);
    }
    if (await supplies.fetch(deviceId, course.work.running, course.output)) return "again";
    // Behind what makes it start over: a session counts once.
    const begins = !course.context.continues;
    if (begins && incoming.request.starts?.mayStartAs(deviceId, incoming.nowMs) === false)
      return busy(TOO_OFTEN_SECONDS);
    return storeAnswer(incoming, course, supplies);
  }

  /** null: another message or change of this device was first. */
  async function storeAnswer(
    incoming: Incoming,
    taken: Taken<FoundSession>,
    supplies: MessageSupplies,
  ): Promise<DeviceResponse | null> {
    const { read, deviceId, request } = incoming;
    const { context, output, snapshot, work } = taken;
    const { document, parts, collision, device, next } = storedOf(incoming, taken, supplies.joinedTo(output.effects));
    const reply = writeWire(output.reply, read.encoding);
    const place = { deviceId, sessionKey: document.traceKey, msgNo: document.live.msgNo };
    const body = sealExchange(sealer, place, {
      request: request.octets,
      reply,
      state: output.state,
      keptOctetsMax: options.keptOctetsMax ?? KEPT_OCTETS_MAX,
    });
    if (collision) await recordCollision(options.database, snapshot, collision, incoming.digest);
    if (!(await store.save({ deviceId, version: snapshot.live.version, document, body, parts }))) return null;
    await learnMissing(capabilities, { deviceId, device }, work.running, output.effects);
    const authenticated = effectOf(output, "authenticated");
    if (authenticated && ignoresRespUri(incoming) && (context.continues || authenticated.nonce === "challenge")) {
      await learnIgnoredRespUri(capabilities, { deviceId, device });
    }
    const raised =
      authenticated && (await raiseScheme(options.database, snapshot, authenticated.scheme, request.sourceAddress));
    if (!next) cache.drop(deviceId);
    else if (!raised) cache.put(deviceId, next);
    else cache.put(deviceId, { ...next, snapshot: { ...next.snapshot, credentials: raised.credentials } });
    observe("answered");
    return withMac(respond(incoming, reply), output.mac);
  }

  /** The step, with what decides beside the message whether it may sign its device in. */
  async function signIn(
    incoming: Incoming,
    session: FoundSession | null,
    context: SessionContext,
    supplies: MessageSupplies,
    parts: Uint8Array | null,
  ): Promise<SignedIn<FoundSession>> {
    const answersChallenge = mayAnswerChallenge(incoming, context);
    const facts = {
      // A session that goes on by its token may be challenged in between.
      answersChallenge: answersChallenge || context.continues,
      isPaused: answersChallenge && (await isPaused(options.database, attemptOf(incoming, session?.snapshot ?? null))),
      acceptResync: false,
    };
    const signedIn = outputOf(incoming, session, context, supplies, parts, facts);
    if (!session || effectOf(signedIn.output, "authentication_failed")?.reason !== "resync_nonce") return signedIn;
    const acceptResync = await useResyncInvitation(options.database, {
      deviceId: incoming.deviceId,
      realm: session.snapshot.device.realm,
      sourceAddress: incoming.request.sourceAddress,
      requestDigest: incoming.digest,
    });
    return acceptResync ? outputOf(incoming, session, context, supplies, parts, { ...facts, acceptResync }) : signedIn;
  }

  /**
   * The step with the device's account of today, or with the one that a bootstrap brought when that is what the message
   * proves; `snapshot` is the device with that account.
   */
  function outputOf(
    incoming: Incoming,
    session: FoundSession | null,
    context: SessionContext,
    supplies: MessageSupplies,
    parts: Uint8Array | null,
    facts: SignInFacts,
  ): SignedIn<FoundSession> {
    const snapshot = session?.snapshot ?? null;
    const honoursRespUri = !ignoresRespUri(incoming) && !session?.missing.has("RespURI");
    const situation: CredentialSituation = {
      challengeKey,
      nowSeconds: secondsOf(incoming),
      protectedLeg: options.protectedLeg,
      honoursRespUri,
      answersChallenge: facts.answersChallenge,
      isPaused: facts.isPaused,
      acceptResync: facts.acceptResync,
    };
    const today = snapshot && credentialsOf(sealer, snapshot, situation);
    const next = snapshot && !context.continues ? withNextCredentials(sealer, snapshot) : null;
    if (session && next) {
      // One that does not use the nonce of the bootstrap is challenged as before: by the nonces of the account it had.
      const credentials = credentialsOf(sealer, next, situation, today ? session.snapshot : next);
      const work = { ...session, running: workOfNextLife(session.snapshot, session.running) };
      const output = stepOf(incoming, work, context, supplies, parts, credentials);
      if (effectOf(output, "authenticated")) {
        const effects = [...output.effects, ...bootstrapProved(session.running)];
        return { work, output: { ...output, effects }, snapshot: next, provesBootstrap: true };
      }
    }
    const output = stepOf(incoming, session, context, supplies, parts, today);
    return { work: session, output, snapshot, provesBootstrap: false };
  }

  function stepOf(
    incoming: Incoming,
    session: FoundSession | null,
    context: SessionContext,
    supplies: MessageSupplies,
    parts: Uint8Array | null,
    credentials: DeviceCredentials | null,
  ): StepOutput {
    const work = session ? supplies.runs(runsOf(session.running, session.missing)) : [];
    return stepMessage(port, incoming, { context, credentials, work, parts, content: supplies.slice });
  }

  /** An answer that was given before. The device has given no nonce since, so its MAC is the same too. */
  function respondAgain(incoming: Incoming, snapshot: DeviceSnapshot | null, octets: Uint8Array): DeviceResponse {
    return withMac(respond(incoming, octets), snapshot ? replyMacOf(sealer, snapshot) : undefined);
  }

  /** The answer to a device that did not prove itself: nothing is stored, the challenge travels in RespURI. */
  function challenge(incoming: Incoming, output: StepOutput, evidence: ChallengeEvidence): DeviceResponse {
    observe(output.state ? "challenged" : "refused");
    return respond(incoming, writeWire(challengeOf(port, incoming, output, evidence), incoming.read.encoding));
  }

  /** One that claims no session was counted at the door already. */
  function mayGoOn({ request, token, nowMs }: Incoming, context: SessionContext): boolean {
    const { starts, sourceAddress } = request;
    if (!starts || context.continues || !claimsSession(request.url)) return true;
    return token?.kind === "challenge" ? starts.mayAnswer(sourceAddress, nowMs) : starts.mayStart(sourceAddress, nowMs);
  }

  function busy(retryAfter = BUSY_SECONDS): DeviceResponse {
    observe("busy");
    return { status: 503, contentType: "text/plain; charset=utf-8", octets: Buffer.from("busy\n"), retryAfter };
  }

  return handle;
}
