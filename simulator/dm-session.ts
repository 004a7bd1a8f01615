import { setTimeout as sleep } from "node:timers/promises";
import type { Cred, Meta, StatusCommand, SyncmlMessage } from "../server/oma-dm/syncml";
import { ALERT } from "../server/oma-dm/syncml";
import { type RunnerContext, refuseCommand, runCommands, statusOf } from "./command-runner";
import { type DeliveryContext, deliver } from "./delivery";
import type { DeviceTree } from "./device-tree";
import type { FleetDevice } from "./fleet-device";
import { IncomingObject } from "./incoming-object";
import type { Ledger } from "./ledger";
import { Outbox } from "./outbox";
import { packageOne, type Unnumbered } from "./package-one";
import type { ClientProof, ServerProof } from "./proofs";
import {
  challengesMax,
  contentTypeOf,
  crashOf,
  encodeOddly,
  firstCred,
  forgottenNonce,
  hearsChallenge,
  provesItselfFirst,
  type Quirks,
  refusalStatus,
  sessionIdOf,
} from "./quirks";
import type { Random } from "./random";
import type { Reports } from "./reports";
import { signedExchange } from "./signed-exchange";
import type { ManagedObjects } from "./updates";
import { decodeMessage } from "./wire";

const MESSAGES_MAX = 2_000;
const SERVER_REFUSALS_MAX = 5;
const DELAY_MS_MAX = 300;
/** How long a device leaves a message unanswered for work that it wants to report on first. */
const WORK_MS_MAX = 20_000;
/** [OMA-TS-DM_RepPro 1.2.1] */
const CHUNK_TAKEN = 213;

/** A device as a session sees it; all of it outlives the session. */
export interface SessionDevice {
  readonly device: FleetDevice;
  readonly tree: DeviceTree;
  readonly ledger: Ledger;
  readonly reports: Reports;
  readonly objects: ManagedObjects;
  readonly clientProof: ClientProof;
  readonly serverProof: ServerProof;
  readonly random: Random;
  /** Every message that goes out or comes in, for whoever wants to look. */
  readonly observe: (direction: "sent" | "received", octets: Uint8Array) => void;
}

export interface SessionCause {
  readonly by: "server" | "client";
  readonly sessionId: string;
}

export type SessionEnd = "completed" | "refused" | "died" | { readonly problem: string };

/** Runs one session to its end. Throws DeliveryError, DecodeError, and AbortError when the fleet is stopped. */
export function runSession(
  device: SessionDevice,
  line: DeliveryContext,
  serverUrl: string,
  cause: SessionCause,
): Promise<SessionEnd> {
  return new DmSession(device, line, serverUrl, cause).run();
}

class DmSession {
  #url: string;
  #msgId = 0;
  /** Commands of the last message. */
  #sent = 0;
  #trust: "none" | "message" | "session" = "none";
  #serverTrusted: boolean;
  /** The last answer carried the server's MAC. */
  #isSigned = false;
  #challenges = 0;
  #serverRefusals = 0;
  #hasRefusedRight = false;
  readonly #outbox: Outbox;
  readonly #incoming: IncomingObject;
  /** Work that the answer to the last message waits for. */
  #awaited: Promise<void>[] = [];
  readonly #quirks: Quirks;
  readonly #sessionId: string;

  constructor(
    private readonly self: SessionDevice,
    private readonly line: DeliveryContext,
    serverUrl: string,
    private readonly cause: SessionCause,
  ) {
    this.#url = serverUrl;
    this.#serverTrusted = !self.serverProof.isWanted;
    this.#quirks = self.device.profile.quirks;
    this.#sessionId = sessionIdOf(cause.sessionId, this.#quirks);
    this.#outbox = new Outbox(self.reports, this.#quirks);
    this.#incoming = new IncomingObject(self.device.profile.maxObjSize);
  }

  async run(): Promise<SessionEnd> {
    const { fault, statistics, stopped } = this.line;
    const { pauseMs } = this.self.device.habits ?? {};
    if (fault("loseNonce")) {
      this.self.clientProof.loseNonce();
      statistics.noncesLost += 1;
    }
    const forgotten = forgottenNonce(this.#quirks);
    if (forgotten) this.self.clientProof.loseNonce(forgotten);
    this.#outbox.put(packageOne(this.self.tree, this.cause.by, this.#quirks));
    while (this.#msgId < MESSAGES_MAX) {
      if (pauseMs !== undefined) await sleep(pauseMs, undefined, { signal: stopped });
      if (fault("delay")) await sleep(this.self.random.next() * DELAY_MS_MAX, undefined, { signal: stopped });
      const reply = await this.#exchange();
      const end = await this.#take(reply);
      if (end) return end;
      if (this.#trust !== "none" && fault("die")) return "died";
    }
    return { problem: `The session did not end in ${MESSAGES_MAX} messages.` };
  }

  async #exchange(): Promise<SyncmlMessage> {
    const { device, observe, serverProof } = this.self;
    const octets = encodeOddly(this.#nextMessage(), device.encoding, this.#quirks);
    observe("sent", octets);
    const signed = signedExchange(this.line.http, this.self.clientProof);
    const contentType = contentTypeOf(device.encoding, this.#quirks);
    const answer = await deliver({ ...this.line, http: signed.http }, { url: this.#url, contentType, octets });
    observe("received", answer);
    this.#isSigned = serverProof.isMac && serverProof.acceptsMac(signed.replyMac(), answer);
    serverProof.delivered();
    this.line.statistics.messages += 1;
    if (answer.length > device.profile.maxMsgSize) this.line.statistics.oversizedReplies += 1;
    return decodeMessage(answer, device.encoding);
  }

  /** What fits one message; what is left makes the package go on in the next. */
  #nextMessage(): SyncmlMessage {
    this.#msgId += 1;
    const commands = this.#outbox.next();
    this.#sent = commands.length;
    return { header: this.#header(), commands, final: this.#outbox.isEmpty };
  }

  #header(): SyncmlMessage["header"] {
    const { device, clientProof } = this.self;
    const { name } = clientProof;
    // The first message may go without: a server has to ask then. Some devices do so, and some begin with what they have.
    const isFirst = this.#msgId === 1;
    const bare = isFirst && !provesItselfFirst(this.#quirks) && this.self.random.chance(0.2);
    const proof = (isFirst && firstCred(device.client, this.#quirks)) || clientProof.cred();
    const cred: Cred | undefined = this.#trust === "session" || bare ? undefined : proof;
    const { maxMsgSize, maxObjSize } = device.profile;
    const meta: Meta | undefined = this.#msgId <= 2 ? { maxMsgSize, maxObjSize } : undefined;
    return {
      verDtd: "1.2",
      verProto: "DM/1.2",
      sessionId: this.#sessionId,
      msgId: `${this.#msgId}`,
      target: { locUri: this.#url },
      source: { locUri: device.devId, ...(name !== undefined && { locName: name }) },
      ...(cred && { cred }),
      ...(meta && { meta }),
    };
  }

  async #take(message: SyncmlMessage): Promise<SessionEnd | null> {
    const { header } = message;
    if (header.sessionId !== this.#sessionId) return { problem: `A reply names the session ${header.sessionId}.` };
    const crash = crashOf(message, this.self.serverProof.isWanted, this.#quirks);
    if (crash) return { problem: crash };
    if (header.respUri && !this.#quirks.has("ignoresRespUri")) this.#url = header.respUri;
    if (header.meta?.maxMsgSize) this.#outbox.messageOctetsMax = header.meta.maxMsgSize;
    const statuses = message.commands.filter((command): command is StatusCommand => command.name === "Status");
    const mine = statuses.filter((status) => status.msgRef === `${this.#msgId}`);
    const onHeader = mine.find((status) => status.cmdRef === "0");
    if (!onHeader) return { problem: "A reply has no Status for the header." };
    const challenged = this.#takeHeaderStatus(onHeader, message);
    if (challenged) return challenged === "again" ? null : challenged;
    for (const status of mine) {
      if (this.#outbox.hear(status.cmdRef, status.data)) this.line.statistics.reportsTaken += 1;
    }
    return this.#answer(message);
  }

  /** `again`: the device was challenged and begins again with what it was asked for; null: it is accepted. */
  #takeHeaderStatus(status: StatusCommand, message: SyncmlMessage): SessionEnd | "again" | null {
    const isWanted = status.chal ? this.self.clientProof.take(status.chal) : true;
    if (status.data === 212 || status.data === 200) {
      this.#trust = status.data === 212 ? "session" : "message";
      return null;
    }
    if (status.data !== 401 && status.data !== 407) return { problem: `The server answered ${status.data}.` };
    // What holds for the session is not taken for it any more: each message brings a proof again.
    this.#trust = "none";
    this.#challenges += 1;
    if (!status.chal || !isWanted || this.#challenges > challengesMax(this.#quirks)) return "refused";
    if (!hearsChallenge(message, this.#msgId, this.#sent, this.#quirks)) return "refused";
    if (this.#challenges === 2) this.line.statistics.secondChallenges += 1;
    if (this.#quirks.has("repeatsChallengedMessage")) this.#outbox.repeat();
    else {
      this.#outbox.restart();
      this.#outbox.put(packageOne(this.self.tree, this.cause.by, this.#quirks));
      this.#outbox.put([this.#headerStatus(message, 200)]);
    }
    return "again";
  }

  async #answer(message: SyncmlMessage): Promise<SessionEnd | null> {
    const commands = message.commands.filter((command) => command.name !== "Status" && command.name !== "Results");
    const alerts = commands.flatMap((command) => (command.name === "Alert" ? [command.data] : []));
    if (alerts.includes(ALERT.sessionAbort)) return { problem: "The server aborted the session." };
    if (commands.length === 0 && this.#outbox.isEmpty) return "completed";
    const refusal = this.#refusalOfServer(message);
    if (this.#serverRefusals > SERVER_REFUSALS_MAX) return { problem: "The server did not prove itself." };
    const msgRef = message.header.msgId;
    this.line.statistics.commandsRun += refusal ? 0 : commands.length;
    const answers = refusal
      ? commands.flatMap((command) => refuseCommand({ msgRef }, command, refusal.data))
      : runCommands(this.#context(msgRef), commands);
    await this.#untilDone();
    const isGoingOn = answers.some((answer) => answer.name === "Status" && answer.data === CHUNK_TAKEN);
    const next: readonly Unnumbered[] = isGoingOn ? [{ name: "Alert", data: ALERT.nextMessage, items: [] }] : [];
    this.#outbox.put([refusal ?? this.#acceptance(message), ...answers, ...next]);
    return null;
  }

  async #untilDone(): Promise<void> {
    const works = this.#awaited.splice(0);
    if (works.length === 0) return;
    const patience = new AbortController();
    const signal = AbortSignal.any([patience.signal, this.line.stopped]);
    const enough = sleep(WORK_MS_MAX, undefined, { signal }).catch(() => {});
    await Promise.race([Promise.all(works), enough]);
    patience.abort();
  }

  #context(msgRef: string): RunnerContext {
    const { tree, ledger, objects, reports, device } = this.self;
    const begin: RunnerContext["begin"] = (uri, correlator, exec) =>
      reports.begin(uri, correlator, exec, this.#quirks.has("reportsAtOnce") || this.line.fault("reportAtOnce"));
    const waitFor = (work: Promise<void>): void => {
      this.#awaited.push(work);
    };
    const said = { user: device.profile.user, serverId: device.server.name, quirks: this.#quirks, msgRef };
    return { tree, ledger, objects, incoming: this.#incoming, ...said, begin, waitFor };
  }

  /** The Status for the header of a server that is not known yet, with a challenge; null when it is or has just proven itself. */
  #refusalOfServer(message: SyncmlMessage): StatusLike | null {
    if (this.#serverTrusted) return null;
    const { cred } = message.header;
    const { serverProof } = this.self;
    const isRight = serverProof.isMac ? this.#isSigned : cred !== undefined && serverProof.accepts(cred);
    const isOnceTooFew = this.#quirks.has("refusesServerDigestOnce") && !this.#hasRefusedRight;
    if (isRight && !isOnceTooFew && !this.line.fault("refuseServerDigest")) return null;
    if (isRight) {
      this.line.statistics.digestsRefused += 1;
      this.#hasRefusedRight = true;
    }
    this.#serverRefusals += 1;
    const status = refusalStatus(cred ? 401 : 407, this.#quirks);
    return { ...this.#headerStatus(message, status), ...(status !== 0 && { chal: serverProof.challenge() }) };
  }

  /** The Status for the header of a server that is known; the first one of a session gives it its next nonce. */
  #acceptance(message: SyncmlMessage): StatusLike {
    if (this.#serverTrusted) return this.#headerStatus(message, 200);
    if (this.self.serverProof.isMac) {
      return { ...this.#headerStatus(message, 200), chal: this.self.serverProof.challenge() };
    }
    this.#serverTrusted = true;
    const chal = this.self.serverProof.challenge();
    return { ...this.#headerStatus(message, 212), ...(chal.nextNonce !== undefined && { chal }) };
  }

  #headerStatus({ header }: SyncmlMessage, data: number): StatusLike {
    const status = statusOf({ msgRef: header.msgId }, { name: "SyncHdr", cmdId: "0" }, data, [header.target.locUri]);
    return { ...status, sourceRefs: [header.source.locUri] };
  }
}

type StatusLike = Unnumbered<StatusCommand>;
