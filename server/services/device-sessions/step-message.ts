import {
  type DeviceCredentials,
  type SessionLimits,
  type StepInput,
  type StepOutput,
  type SyncmlMessage,
  step,
} from "../../oma-dm";
import { challengeNonces } from "./challenge-nonce";
import type { Incoming } from "./incoming-message";
import type { SessionContext } from "./session-context";
import { type ChallengeEvidence, newChallengeToken } from "./session-token";

/** What a port has for all messages. */
export interface PortFacts {
  /** The public URL of the device endpoint, without query. */
  readonly dmUrl: string;
  /** TLS, a declared gateway or a loopback listener. */
  readonly protectedLeg: boolean;
  readonly challengeKey: Uint8Array;
  readonly limits: SessionLimits;
  /** Gives random octets. */
  draw(count: number): Uint8Array;
}

/** What the step of one message goes by beside the message. */
export interface StepFacts extends Pick<StepInput, "work"> {
  /** The parts kept of the large object whose last part the message brings, joined. */
  readonly parts: Uint8Array | null;
  readonly content?: StepInput["content"] | undefined;
  readonly context: SessionContext;
  /** null: nobody who could sign in. */
  readonly credentials: DeviceCredentials | null;
}

const NONCE_OCTETS = 16;

export function secondsOf({ nowMs }: Incoming): number {
  return Math.floor(nowMs / 1_000);
}

export function stepMessage(
  { dmUrl, protectedLeg, challengeKey, limits, draw }: PortFacts,
  incoming: Incoming,
  { context, credentials, work, parts, content }: StepFacts,
): StepOutput {
  const { read } = incoming;
  return step({
    state: context.state,
    abandoned: context.abandoned,
    message: read.message,
    parts,
    problems: read.problems,
    encoding: read.encoding,
    work,
    content,
    credentials,
    transport: incoming.transport,
    nonces: new FreshNonces(draw(NONCE_OCTETS), protectedLeg ? "md5" : "mac", challengeKey, incoming),
    limits: context.isOverdue ? { ...limits, messagesMax: 0 } : limits,
    server: { uri: dmUrl, respUri: `${dmUrl}?s=${context.token.text}` },
  });
}

class FreshNonces implements Required<StepInput["nonces"]> {
  constructor(
    readonly client: Uint8Array,
    readonly challengeScheme: "md5" | "mac",
    private readonly challengeKey: Uint8Array,
    private readonly incoming: Incoming,
  ) {}

  /** Computed only for the few that are challenged. */
  get challenge(): Uint8Array {
    return challengeNonces(this.challengeKey, this.incoming.deviceId, null, secondsOf(this.incoming))[0];
  }
}

/** The reply to a device that did not prove itself: nothing is stored, the challenge travels in RespURI. */
export function challengeOf(
  { dmUrl, challengeKey }: PortFacts,
  incoming: Incoming,
  { state, reply }: StepOutput,
  evidence: ChallengeEvidence,
): SyncmlMessage {
  const { respUri: _sessionUri, ...header } = reply.header;
  if (!state) return { ...reply, header };
  const { challenges, serverMsgId } = state;
  const facts = { challenges, serverMsgId, evidence };
  const token = newChallengeToken(challengeKey, incoming.deviceId, facts, secondsOf(incoming));
  return { ...reply, header: { ...header, respUri: `${dmUrl}?s=${token}` } };
}
