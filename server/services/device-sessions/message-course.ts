import { type StepOutput, wantsParts } from "../../oma-dm";
import { evidenceOf, evidenceOfRefused } from "./collisions";
import type { DeviceSnapshot } from "./device-snapshot";
import { TASKS_LOADED_MAX } from "./device-store";
import { effectOf } from "./effect-of";
import { type Incoming, mayAnswerChallenge, mayBeLate, turnOf } from "./incoming-message";
import { type PreparedMessage, prepareMessage } from "./message-document";
import { type PartsToSave, partsToSave } from "./message-parts";
import type { CachedSession } from "./session-cache";
import { type NewToken, newSessionContext, type SessionContext, sessionContextOf } from "./session-context";
import type { ChallengeEvidence } from "./session-token";
import { type TaskChanges, taskChanges } from "./task-changes";

/**
 * What happens with a device's message between reading and storing it, as decisions alone: what looks something up, steps
 * or stores is given. The server and the simulated worlds go by it.
 */

/** The reply that was given to these very octets before, as whoever runs the course has it. */
export interface Repeated<Reply> {
  readonly kind: "repeated";
  readonly reply: Reply;
}

/** `snapshot`: the device with the account that the step was made with. `work`: the session with what was run of its work. */
export interface SignedIn<Session extends CachedSession> {
  readonly work: Session | null;
  readonly output: StepOutput;
  readonly snapshot: DeviceSnapshot | null;
  readonly provesBootstrap: boolean;
}

export interface Refused {
  readonly kind: "refused";
  readonly output: StepOutput;
  /** It was the answer to a challenge, and counts against its sender. */
  readonly isFailure: boolean;
  readonly evidence: ChallengeEvidence;
}

/** The message is one of its device, and is to be stored. */
export interface Taken<Session extends CachedSession> {
  readonly kind: "taken";
  readonly context: SessionContext;
  readonly work: Session;
  readonly output: StepOutput;
  readonly snapshot: DeviceSnapshot;
  readonly provesBootstrap: boolean;
}

/** Which session the message belongs to. `earlierReply` looks for the reply to the same octets. */
export async function placeMessage<Reply>(
  { token, tokenText, read, deviceId, nowMs }: Incoming,
  before: DeviceSnapshot | null,
  newToken: NewToken,
  earlierReply: () => Promise<Reply | null>,
): Promise<Repeated<Reply> | { readonly kind: "placed"; readonly context: SessionContext }> {
  const context = sessionContextOf(before, token, tokenText, read.message, deviceId, nowMs, newToken);
  const turn = before && context.continues ? turnOf(context, read) : "next";
  if (turn === "next") return { kind: "placed", context };
  // What was said under a MAC can be said again by anybody: there only the very last request is known again.
  const reply = context.state?.trust === "mac" ? null : await earlierReply();
  if (reply) return { kind: "repeated", reply };
  if (turn === "uncounted") return { kind: "placed", context };
  // Whoever listened knows the token: other octets under a MsgID that was used have to prove themselves.
  return { kind: "placed", context: newSessionContext(before, null, read.message, deviceId, newToken) };
}

/** What a step or an earlier reply of this message is, to whoever runs the course. */
export interface CourseParts<Reply, Session extends CachedSession> {
  readonly newToken: NewToken;
  /** `isAnew`: once more, as the message of no session that goes on. */
  signIn(context: SessionContext, isAnew: boolean): Promise<SignedIn<Session>>;
  earlierReply(snapshot: DeviceSnapshot | null): Promise<Reply | null>;
}

/** Steps the message and says what it comes to. */
export async function weighMessage<Reply, Session extends CachedSession>(
  incoming: Incoming,
  before: DeviceSnapshot | null,
  placed: SessionContext,
  { newToken, signIn, earlierReply }: CourseParts<Reply, Session>,
): Promise<Repeated<Reply> | Refused | Taken<Session>> {
  const { read, deviceId, token } = incoming;
  let context = placed;
  let signedIn = await signIn(context, false);
  if (context.needsProof && effectOf(signedIn.output, "authentication_failed")) {
    context = newSessionContext(before, null, read.message, deviceId, newToken);
    signedIn = await signIn(context, true);
  }
  const { output, snapshot, work, provesBootstrap } = signedIn;
  const refused = effectOf(output, "authentication_failed");
  const authenticated = effectOf(output, "authenticated");
  if (!context.continues && mayBeLate(incoming, authenticated)) {
    const reply = await earlierReply(before);
    if (reply) return { kind: "repeated", reply };
  }
  if (work && snapshot && !refused && (context.continues || authenticated)) {
    return { kind: "taken", context, work, output, snapshot, provesBootstrap };
  }
  // Looked for also where the device is unknown: equal work for all who bring a proof that does not hold.
  const reply = read.message.header.cred && (await earlierReply(snapshot));
  if (reply) return { kind: "repeated", reply };
  const isFailure = refused !== undefined && mayAnswerChallenge(incoming, context);
  return { kind: "refused", output, isFailure, evidence: evidenceOfRefused(snapshot, token, refused) };
}

/** What a message that was taken stores, and what is kept in memory for the next one. */
export interface MessageToStore extends PreparedMessage {
  readonly changes: TaskChanges;
  readonly parts: PartsToSave | null;
  readonly collision: ReturnType<typeof evidenceOf>;
  /** null: nothing is to be kept. */
  readonly next: CachedSession | null;
}

/** `effects`: those of the step, large objects joined. */
export function storedOf(
  { request, digest, nowMs, read, token }: Incoming,
  { context, work, output, snapshot, provesBootstrap }: Taken<CachedSession>,
  effects: StepOutput["effects"] = output.effects,
): MessageToStore {
  const over = output.state === null;
  const { running } = work;
  const changes = taskChanges(running, effects, over);
  const { document, live, device } = prepareMessage({
    snapshot,
    context,
    output,
    running,
    changes,
    requestDigest: digest,
    requestLength: request.octets.length,
    nowMs,
    provesBootstrap,
  });
  // A large value is not to stay in memory with the plan that was given it.
  const isKept = !over && !wantsParts(context.state, read.message) && snapshot.tasks.length < TASKS_LOADED_MAX;
  const { deviceId, credentials, tasks } = snapshot;
  return {
    document,
    live,
    device,
    changes,
    parts: partsToSave(output.effects, snapshot.live.state, context.continues && !over),
    collision: evidenceOf(context, token, snapshot.device, device),
    next: isKept
      ? {
          connection: request.connection,
          snapshot: { deviceId, device, live, credentials, tasks },
          running: changes.running,
        }
      : null,
  };
}
