import type { Building } from "../building";
import { ALERT } from "../syncml";
import { type Accepted, nextNonceFor, proofEffects } from "./authenticate";
import { composeAnswer, composePackage, type ReplyDraft } from "./compose-reply";
import type { Effect, SessionOutcome, SessionState, StepInput, StepOutput } from "./contract";
import { type Correlation, correlate } from "./correlate";
import { type Hearing, hear } from "./hear";
import { hearParts, type PartsHeard } from "./hear-parts";
import { giveAbandoned, giveLost } from "./lost";
import { initiatorOf } from "./package-one";
import { type Refusal, refuse } from "./refusal";
import { RunBook } from "./run-book";
import { hearServerProof, type ServerProof, serverCred, serverMac } from "./server-proof";
import { withObject } from "./session-state";
import { STATUS } from "./statuses";

/** One message of an authenticated device, heard. */
interface Turn {
  readonly isAborted: boolean;
  readonly input: StepInput;
  readonly state: SessionState;
  readonly accepted: Accepted;
  readonly proof: ServerProof;
  /** null: the message has nothing to do with large objects. */
  readonly parts: PartsHeard | null;
  readonly correlation: Correlation;
  readonly hearing: Hearing;
  readonly book: RunBook;
}

/**
 * Hears an authenticated device and answers it. Answers to commands are given to the runs before its alerts are, so
 * that a report in the same message as the Status of its Exec finds its run waiting for it, whatever their order; what
 * was lost is told last, and before anything new is sent.
 */
export function converse(
  input: StepInput,
  state: SessionState,
  accepted: Accepted,
  refusal: Refusal | null,
): StepOutput {
  const { message, limits } = input;
  const book = new RunBook(input.work);
  if (refusal) {
    giveLost(state.outstanding, book);
    const effects = [...proofEffects(accepted.proof, input.nonces), ...book.effects()];
    return refuse(input, state, refusal, effects, nextNonceFor(accepted.proof, input.nonces));
  }
  const proof = hearServerProof(state, message, accepted.credentials.server, limits.serverRefusalsMax);
  const isAborted = message.commands.some((command) => command.name === "Alert" && command.data === ALERT.sessionAbort);
  const parts = hearParts(state, message, input.parts ?? null, limits.maxObjSize);
  const { problems } = input;
  const heard = parts?.message ?? message;
  const facts = {
    isComplete: (heard.final || state.isUnclosed === true) && !isAborted,
    isServerRefused: proof.isRefused,
    problems,
    parts,
    nodesMax: limits.nodesPerPackageMax,
  };
  const correlation = correlate(state, heard, facts, book);
  const isOpening = state.trust === "open";
  const hearing = hear(input, parts, correlation.refused, isOpening ? input.abandoned : state.outstanding, book);
  if (isOpening) giveAbandoned(input.abandoned, book);
  const output = answer({ isAborted, input, state, accepted, proof, parts, correlation, hearing, book });
  const mac = serverMac(accepted.credentials.server, proof);
  return mac ? { ...output, mac } : output;
}

function answer(turn: Turn): StepOutput {
  const { input, state, proof, parts, correlation, hearing } = turn;
  const hasNews = correlation.isHeard || hearing.hasAlerts || parts?.hasProgress || state.trust === "open";
  const idleMessages = hasNews ? 0 : state.idleMessages + 1;
  if (turn.isAborted) return end(turn, "aborted_by_device");
  if (correlation.isComplete && proof.isHopeless) return end(turn, "server_refused");
  if (state.serverMsgId > input.limits.messagesMax || idleMessages > input.limits.idleMessagesMax) {
    return end(turn, "aborted_by_server");
  }
  return correlation.isComplete ? sendPackage(turn, idleMessages) : askForNext(turn, idleMessages);
}

/** Ends the session without further commands; a server that gives up says so by Session Abort. */
function end(turn: Turn, outcome: SessionOutcome): StepOutput {
  const { input, state, correlation, book } = turn;
  giveLost(correlation.outstanding, book);
  const alert = outcome === "aborted_by_server" ? ALERT.sessionAbort : undefined;
  return {
    state: null,
    reply: composeAnswer(input, state, { ...draftOf(turn), cred: undefined, alert }, { hasNext: false, final: true }),
    effects: [...effectsOf(turn), { kind: "session_over", outcome }],
  };
}

/** The device has more to say: Next Message, no commands, no Final; what is outstanding stays so. */
function askForNext(turn: Turn, idleMessages: number): StepOutput {
  const { input, state, proof, correlation } = turn;
  const draft = { ...draftOf(turn), alert: ALERT.nextMessage };
  const next = nextState(turn, idleMessages);
  next.serverTrust = trustAfter(proof, draft);
  next.outstanding = correlation.outstanding;
  return {
    state: next,
    reply: composeAnswer(input, state, draft, { hasNext: true, final: false }),
    effects: effectsOf(turn),
  };
}

/** It is the server's turn: commands of the runs, or the end of the session when they want nothing now. */
function sendPackage(turn: Turn, idleMessages: number): StepOutput {
  const { input, proof, book, correlation } = turn;
  const draft = draftOf(turn);
  const next = nextState(turn, idleMessages);
  next.serverTrust = draft.cred || proof.usesMac ? "sent" : proof.serverTrust;
  next.outstanding = [];
  const { reply, outstanding, isCrowded, wanted } = composePackage(input, next, draft, book, correlation.goesOn);
  if (wanted) return { state: input.state, reply, effects: proofEffects(turn.accepted.proof, input.nonces), wanted };
  const effects = effectsOf(turn);
  next.outstanding = outstanding;
  if (isCrowded) next.isUnclosed = true;
  if (isCrowded || outstanding.length > 0) return { state: next, reply, effects };
  effects.push({ kind: "session_over", outcome: "completed" });
  return { state: null, reply, effects };
}

/** A refusal is remembered until the device's package is complete: its other messages belong to the same answer. */
function trustAfter(proof: ServerProof, draft: ReplyDraft): SessionState["serverTrust"] {
  if (proof.isRefused) return "refused";
  return draft.cred || proof.usesMac ? "sent" : proof.serverTrust;
}

function nextState(turn: Turn, idleMessages: number): Building<SessionState> {
  const { proof, accepted } = turn;
  const state: Building<SessionState> = { ...stateOfObjects(turn) };
  const opened = givesSessionTrust(accepted) ? "session" : "message";
  const isMac = accepted.proof?.scheme === "mac";
  state.trust = isMac ? "mac" : state.trust === "open" ? opened : state.trust;
  state.serverRefusals = proof.serverRefusals;
  state.idleMessages = idleMessages;
  if (proof.usesMac) state.serverMac = true;
  return state;
}

/** The state with what became of the device's package: its open object, and how many nodes it brought. */
function stateOfObjects({ state, parts, correlation: { nodeCount, isComplete } }: Turn): SessionState {
  const isPlain = !parts && state.nodes === undefined && state.isUnclosed === undefined;
  if (isPlain && (isComplete || nodeCount === 0)) return state;
  const { nodes: _nodes, isUnclosed: _isUnclosed, ...rest } = parts ? withObject(state, parts.object) : state;
  return nodeCount > 0 ? { ...rest, nodes: nodeCount } : rest;
}

/** Whether this proof holds for the session (212). A MAC is for its message only. */
function givesSessionTrust({ credentials, proof }: Accepted): boolean {
  return credentials.client.sessionTrust && proof?.scheme !== "mac";
}

function draftOf({ state, input, accepted, proof, parts, hearing }: Turn): ReplyDraft {
  const { server } = accepted.credentials;
  const isOpening = state.trust === "open";
  return {
    headerStatus: isOpening && givesSessionTrust(accepted) ? STATUS.authenticationAccepted : STATUS.ok,
    chal: nextNonceFor(accepted.proof, input.nonces),
    verdicts: hearing.verdicts,
    interrupted: parts?.interrupted,
    cred: serverCred(server, proof),
    locName: server.scheme === "none" ? undefined : server.name,
    announcesSizes: isOpening,
  };
}

function effectsOf({ input, state, accepted, proof, parts, correlation, hearing, book }: Turn): Effect[] {
  const effects: Effect[] = [];
  const { message } = input;
  if (state.trust === "open") {
    effects.push({ kind: "session_started", initiated: initiatorOf(message), sessionId: message.header.sessionId });
  }
  effects.push(...proofEffects(accepted.proof, input.nonces), ...proof.effects, ...hearing.effects);
  if (parts) effects.push(...parts.effects);
  if (correlation.nodes.length > 0) effects.push({ kind: "nodes", nodes: correlation.nodes });
  effects.push(...book.effects());
  return effects;
}
