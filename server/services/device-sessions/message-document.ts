import { newUuid } from "../../ids";
import { type Building, cutText, type Effect, type StepOutput } from "../../oma-dm";
import { displacedBy } from "./collisions";
import type { DeviceFacts, DeviceLive, DeviceSnapshot } from "./device-snapshot";
import { nonceHistoryAfter } from "./nonce-history";
import type { AnnouncementFact, MessageDocument } from "./save-document";
import type { SessionContext } from "./session-context";
import type { RunningTask, TaskChanges } from "./task-changes";
import { treeFactsOf } from "./tree-facts";

export interface MessageFacts {
  readonly snapshot: DeviceSnapshot;
  readonly context: SessionContext;
  readonly output: StepOutput;
  /** As they were before this message. */
  readonly running: readonly RunningTask[];
  readonly changes: TaskChanges;
  readonly requestDigest: Uint8Array;
  readonly requestLength: number;
  readonly nowMs: number;
  /** `snapshot` is the device with the account that a bootstrap brought, which this message has proven. */
  readonly provesBootstrap: boolean;
}

/** What one authenticated message stores, and the live row as it will then be. */
export interface PreparedMessage {
  readonly document: MessageDocument;
  readonly live: DeviceLive;
  readonly device: DeviceFacts;
}

const SECONDS_UNTIL_WOKEN_AGAIN = 60;
/** SessionID of a notified session [OMA-TS-DM_Protocol 1.2.1]. */
const SESSION_NUMBER = /^[0-9A-Fa-f]{1,4}$/;

export function prepareMessage(facts: MessageFacts): PreparedMessage {
  const { snapshot, context, output, changes } = facts;
  const { effects } = output;
  const sessionKey = (context.continues && snapshot.live.sessionKey) || newUuid();
  const live = nextLive(facts, sessionKey);
  const deviceChanges = changedFacts(snapshot.device, effects);
  const leftInMiddle = changes.steps.some((step) => step.to === "queued" && step.retrySeconds === undefined);
  // Filled in piece by piece: this is on the path of every message, where spreading what may be absent costs the most.
  const document: Building<MessageDocument> = {
    realm: snapshot.device.realm,
    traceKey: sessionKey,
    requestLength: facts.requestLength,
    starts: !context.continues,
    live,
  };
  if (changes.results.length > 0) document.results = changes.results;
  if (changes.timers.length > 0) document.timers = changes.timers;
  if (changes.steps.length > 0) document.steps = changes.steps;
  const announcements = announcementsOf(facts);
  if (announcements.length > 0) document.announcements = announcements;
  const { nodes, acls } = treeFactsOf(effects, deviceChanges !== null);
  if (nodes.length > 0) document.nodes = nodes;
  if (acls.length > 0) document.acls = acls;
  if (changes.gone.length > 0) document.gone = changes.gone;
  if (deviceChanges) document.device = deviceChanges;
  placeEndedSessions(document, facts, sessionKey, live.msgNo);
  if (leftInMiddle) document.wake = SECONDS_UNTIL_WOKEN_AGAIN;
  // A push that is open is still to be sent, or sent again: only its own session ends that.
  else if (!context.continues && !changes.running.some(({ run }) => run.push())) {
    document.wake = "done";
    const sessionNumber = sessionNumberOf(effects);
    if (sessionNumber !== undefined) document.sessionNumber = sessionNumber;
  }
  if (facts.provesBootstrap) document.nextCredentials = true;
  return { live, device: deviceChanges ? { ...snapshot.device, ...deviceChanges } : snapshot.device, document };
}

/** Whether the device was woken its session tells by its number, which some clients write in lower case. */
function sessionNumberOf(effects: readonly Effect[]): number | undefined {
  const started = effects.find((effect) => effect.kind === "session_started");
  if (started?.kind !== "session_started" || !SESSION_NUMBER.test(started.sessionId)) return undefined;
  return Number.parseInt(started.sessionId, 16);
}

function nextLive({ snapshot, context, output, requestDigest, nowMs }: MessageFacts, sessionKey: string): DeviceLive {
  let { nonceCurrent, noncePrevious, serverNonce } = snapshot.live;
  const displaced = output.state ? displacedBy(snapshot.live, context.continues, nowMs) : undefined;
  for (const effect of output.effects) {
    if (effect.kind === "client_nonce") {
      noncePrevious = nonceHistoryAfter({ nonceCurrent, noncePrevious }, effect.used);
      nonceCurrent = effect.nonce;
    } else if (effect.kind === "server_nonce") serverNonce = effect.nonce;
  }
  const now = new Date(nowMs);
  const knownState = output.state && displaced ? { ...output.state, displaced } : output.state;
  return {
    version: snapshot.live.version + 1,
    sessionKey: output.state ? sessionKey : null,
    sessionStartedAt: context.continues ? snapshot.live.sessionStartedAt : now,
    respTokenHash: output.state ? context.token.hash : null,
    msgNo: context.continues ? snapshot.live.msgNo + 1 : 1,
    state: knownState && JSON.stringify(knownState),
    knownState,
    nonceCurrent,
    noncePrevious,
    serverNonce,
    requestDigest,
    lastContactAt: now,
  };
}

function placeEndedSessions(
  document: { session?: MessageDocument["session"]; endedSession?: MessageDocument["endedSession"] },
  { snapshot, context, output }: MessageFacts,
  key: string,
  messages: number,
): void {
  const over = output.effects.find((effect) => effect.kind === "session_over");
  if (over?.kind === "session_over") {
    document.session = sessionFact(context.continues ? snapshot : null, key, messages, over.outcome);
  }
  const { sessionKey, msgNo } = snapshot.live;
  if (!context.continues && sessionKey !== null) {
    document.endedSession = sessionFact(snapshot, sessionKey, msgNo, "left");
  }
}

/** `before`: the device while the session was open; null: it began with the message that ends it. */
function sessionFact(
  before: DeviceSnapshot | null,
  sessionKey: string,
  messages: number,
  outcome: string,
): NonNullable<MessageDocument["session"]> {
  const startedAt = before?.live.sessionStartedAt;
  if (!startedAt) return { sessionKey, messages, outcome };
  return { startedAt: startedAt.toISOString(), sessionKey, messages, outcome };
}

/** Which column of `devices` a node of DevInfo or DevDetail is. */
const FACT_NODES: Readonly<Record<string, keyof DeviceFacts>> = {
  "./DevInfo/Man": "manufacturer",
  "./DevInfo/Mod": "model",
  "./DevInfo/DmV": "dmVersion",
  "./DevInfo/Lang": "language",
  "./DevDetail/FwV": "firmware",
  "./DevDetail/SwV": "software",
  "./DevDetail/HwV": "hardware",
};
const FACT_CHARACTERS_MAX = 128;

function changedFacts(device: DeviceFacts, effects: readonly Effect[]): Record<string, string> | null {
  const changed: Record<string, string> = {};
  const see = (uri: string, value: string): void => {
    const fact = FACT_NODES[uri];
    const text = cutText(value, FACT_CHARACTERS_MAX);
    if (fact && text !== "" && device[fact] !== text) changed[fact] = text;
  };
  for (const effect of effects) {
    if (effect.kind === "device_info") for (const uri in effect.values) see(uri, effect.values[uri] ?? "");
    else if (effect.kind === "nodes") for (const node of effect.nodes) see(node.uri, node.value);
  }
  return Object.keys(changed).length > 0 ? changed : null;
}

function announcementsOf({ output, running }: MessageFacts): readonly AnnouncementFact[] {
  const operationOf = (key: string | undefined): string | undefined =>
    running.find((entry) => entry.run.key === key)?.task.operationId;
  const announcements: AnnouncementFact[] = [];
  for (const effect of output.effects) {
    if (effect.kind !== "alert") continue;
    const of = optionalOperation(operationOf(effect.task));
    announcements.push({ eventId: newUuid(), type: "dmwsi.device.alert.v1", ...of, data: effect.alert });
  }
  return announcements;
}

function optionalOperation(operationId: string | undefined): Pick<AnnouncementFact, "operationId"> {
  return operationId === undefined ? {} : { operationId };
}
