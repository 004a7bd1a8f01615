import {
  BASIC_TYPE,
  basicCredential,
  credentialDigest,
  decodeBase64,
  encodeBase64,
  MD5_TYPE,
  md5Digest,
  writeMacHeader,
} from "../../oma-dm/security";
import { ALERT, type Command, type Cred, type StatusCommand, type SyncmlMessage } from "../../oma-dm/syncml";
import { decodeMessage, encodeMessage } from "../../oma-dm/testing";
import { type Answers, CommandRunner } from "./command-runner";
import { alertOf, DeviceReports, type Report, VENDOR_REPORT } from "./device-reports";
import { DeviceTree } from "./device-tree";
import type { Faults } from "./faults";
import { piecesOf } from "./package-pieces";
import type { SeededRandom } from "./seeded-random";

export type SimulatedScheme = "none" | "basic" | "md5" | "mac";

/** One HTTP request on its way. */
export interface Outgoing {
  readonly octets: Uint8Array;
  readonly url: string;
  readonly mac: string | undefined;
  /** How long its user thinks before it goes out. */
  readonly afterMs: number;
}

/** What lasts as long as a session. */
interface Talk {
  readonly sessionId: string;
  readonly package1: readonly Command[];
  msgId: number;
  url: string;
  challenges: number;
  isAuthenticated: boolean;
  provesEach: boolean;
  /** Messages of the device's package that are still to be sent; the last is final. */
  pieces: Command[][];
  said: { readonly commands: readonly Command[]; readonly final: boolean };
  /** Reports in the message sent last, by their place in it. */
  told: ReadonlyMap<string, Report>;
  heardMsgId: string;
  left: number | null;
}

const CHALLENGES_MAX = 5;
/** How often a session begins with something to tell that nobody asked for. */
const EVENT_CHANCE = 0.05;

/** A device that follows the protocol as well as its faults let it. Deterministic: what it does its seed decides. */
export class SimulatedDevice {
  readonly runner: CommandRunner;
  readonly reports: DeviceReports;
  readonly scheme: SimulatedScheme;
  readonly secret: string;
  readonly serverScheme: "none" | "md5";
  readonly encoding: "wbxml" | "xml";
  /** A client that sends everything to the address it was set up with. */
  readonly ignoresRespUri: boolean;
  /** A client that proves itself in every message, also where nobody asks. */
  readonly #provesAlways: boolean;
  readonly #maxMsgSize: number;
  #nonce: Uint8Array = new Uint8Array();
  #sessions = 0;
  #talk: Talk | null = null;

  constructor(
    readonly devId: string,
    private readonly faults: Faults,
    private readonly random: SeededRandom,
    scheme?: SimulatedScheme,
  ) {
    this.scheme = scheme ?? random.pick(["md5", "md5", "md5", "md5", "basic", "none", "mac"]);
    this.serverScheme = random.pick(["none", "md5"]);
    this.encoding = random.pick(["wbxml", "wbxml", "wbxml", "xml"]);
    this.ignoresRespUri = random.chance(0.1);
    this.#provesAlways = random.chance(0.2);
    this.secret = `secret of ${devId}`;
    this.#maxMsgSize = random.pick([0, 1_400, 2_000, 16_384]);
    this.reports = new DeviceReports(devId, random.fork());
    this.runner = new CommandRunner(devId, new DeviceTree(devId, random), this.reports, faults, random.fork());
  }

  get isTalking(): boolean {
    return this.#talk !== null;
  }

  hangUp(): void {
    this.#talk = null;
  }

  /** The first message of a session. */
  begin(nowMs: number): Outgoing {
    this.#sessions += 1;
    this.runner.begin();
    if (this.faults.happens("nonce_forgotten", this.random)) this.#nonce = new Uint8Array();
    const item = (uri: string, data: string) => ({ source: { locUri: uri }, data });
    const package1: Command[] = [
      { name: "Alert", cmdId: "", data: this.random.pick([ALERT.serverInitiated, ALERT.clientInitiated]), items: [] },
      {
        name: "Replace",
        cmdId: "",
        items: [item("./DevInfo/DevId", this.devId), item("./DevInfo/Man", "Nimbus")],
      },
    ];
    if (this.random.chance(EVENT_CHANCE)) {
      const event = { code: ALERT.clientEvent, type: VENDOR_REPORT, source: "./Vendor", correlator: undefined };
      this.reports.add({ ...event, dueMs: nowMs, times: 1 });
    }
    const told = this.reports.due(nowMs);
    this.#talk = {
      sessionId: (this.#sessions % 65_536).toString(16).toUpperCase(),
      package1: [...package1, ...told.map(alertOf)],
      msgId: 0,
      url: "/dm",
      challenges: 0,
      isAuthenticated: false,
      provesEach: this.#provesAlways || this.scheme === "mac",
      pieces: [],
      said: { commands: [], final: true },
      told: new Map(),
      heardMsgId: "0",
      left: this.faults.happens("left_in_session", this.random) ? this.random.integer(2, 6) : null,
    };
    return this.#say(this.#talk, this.#talk.package1, true, told);
  }

  /** Hears a reply and says the next message; null: the session is over, or the device has left it. */
  hear(octets: Uint8Array, nowMs: number): Outgoing | null {
    const talk = this.#talk;
    if (!talk) throw new Error("A device that is not talking hears nothing.");
    const next = this.#next(talk, decodeMessage(octets, this.encoding).message, nowMs);
    const isLeaving = next !== null && talk.left !== null && talk.msgId >= talk.left;
    if (next && !isLeaving) return next;
    this.#talk = null;
    return null;
  }

  #next(talk: Talk, message: SyncmlMessage, nowMs: number): Outgoing | null {
    const { respUri } = message.header;
    talk.heardMsgId = message.header.msgId;
    this.#hearStatuses(talk, message);
    const status = statusOf(message, "0");
    const nonce = status?.chal?.nextNonce;
    if (nonce !== undefined) this.#nonce = decodeBase64(nonce) ?? new Uint8Array();
    if (respUri === undefined || !status || isAbort(message)) return null;
    if (!this.ignoresRespUri) talk.url = `/dm${new URL(respUri).search}`;
    if (status.data === 401 || status.data === 407) return this.#proveAgain(talk);
    if (status.data >= 300) return null;
    if (!talk.isAuthenticated && status.data === 200) talk.provesEach = true;
    talk.isAuthenticated = true;
    const piece = talk.pieces.shift();
    if (piece) return this.#say(talk, piece, talk.pieces.length === 0, []);
    return this.#sayPackage(talk, message, nowMs);
  }

  /** The same again with what the challenge asked for. */
  #proveAgain(talk: Talk): Outgoing | null {
    talk.challenges += 1;
    if (talk.challenges > CHALLENGES_MAX) return null;
    if (!talk.isAuthenticated) return this.#say(talk, talk.package1, true, [...talk.told.values()], true);
    return this.#say(talk, talk.said.commands, talk.said.final, [...talk.told.values()], true);
  }

  /** null: its user says nothing any more, and so does the device. */
  #sayPackage(talk: Talk, message: SyncmlMessage, nowMs: number): Outgoing | null {
    const head = this.#headStatus(talk, 200);
    if (this.faults.happens("abort", this.random)) {
      return this.#say(talk, [head, { name: "Alert", cmdId: "", data: ALERT.sessionAbort, items: [] }], true, []);
    }
    const cred = message.header.cred;
    if (cred && this.faults.happens("server_refused", this.random)) {
      const chal = { type: MD5_TYPE, format: "b64", nextNonce: encodeBase64(this.random.octets(16)) };
      const refused = message.commands.flatMap((command): Command[] =>
        command.name === "Status" ? [] : [{ ...this.#headStatus(talk, 401), cmdRef: command.cmdId, cmd: command.name }],
      );
      return this.#say(talk, [{ ...this.#headStatus(talk, 401), chal }, ...refused], true, []);
    }
    const isPart = hasPart(message);
    if (isPart && this.faults.happens("part_restarted", this.random)) {
      this.runner.begin();
      return this.#say(talk, [head, { name: "Alert", cmdId: "", data: ALERT.noEndOfData, items: [] }], true, []);
    }
    const { commands, reports }: Answers = this.runner.run(message, nowMs);
    const { isGone, thinkingMs } = this.runner.user;
    if (isGone) return null;
    const accepted = cred && this.random.chance(0.5) ? this.#headStatus(talk, 212) : head;
    const answers = [...reports.map(alertOf), accepted, ...commands];
    if (isPart) answers.push({ name: "Alert", cmdId: "", data: ALERT.nextMessage, items: [] });
    const [first = [], ...rest] = isPart ? [answers] : piecesOf(answers, this.faults, this.random);
    talk.pieces = rest;
    return { ...this.#say(talk, first, rest.length === 0, reports), afterMs: thinkingMs };
  }

  /** Which reports the server took with the message sent last. */
  #hearStatuses(talk: Talk, message: SyncmlMessage): void {
    for (const command of message.commands) {
      if (command.name !== "Status" || command.data !== 200 || command.msgRef !== String(talk.msgId)) continue;
      const report = talk.told.get(command.cmdRef);
      if (report) this.reports.take(report);
    }
  }

  #headStatus(talk: Talk, data: number): StatusCommand {
    const refs = { targetRefs: [], sourceRefs: [], items: [] };
    return { name: "Status", cmdId: "", msgRef: talk.heardMsgId, cmdRef: "0", cmd: "SyncHdr", ...refs, data };
  }

  #say(talk: Talk, commands: readonly Command[], final: boolean, reports: readonly Report[], proves = false): Outgoing {
    talk.msgId += 1;
    talk.said = { commands, final };
    const numbered = commands.map((command, at) => ({ ...command, cmdId: String(at + 1) }));
    const told = new Map<string, Report>();
    for (const command of numbered) {
      const report = command.name === "Alert" && reports.find((one) => one.data === command.items[0]?.data);
      if (report) told.set(command.cmdId, report);
    }
    talk.told = told;
    const isFirst = talk.msgId === 1;
    const cred = isFirst || proves || talk.provesEach ? this.#cred() : undefined;
    const header = {
      verDtd: "1.2",
      verProto: "DM/1.2",
      sessionId: talk.sessionId,
      msgId: String(talk.msgId),
      target: { locUri: "https://dm.carrier.example/dm" },
      source: { locUri: this.devId, locName: this.devId },
      ...(cred && { cred }),
      ...(this.#maxMsgSize > 0 && { meta: { maxMsgSize: this.#maxMsgSize } }),
    };
    const octets = encodeMessage({ header, commands: numbered, final }, this.encoding);
    return { octets, url: talk.url, mac: this.#mac(octets), afterMs: 0 };
  }

  #cred(): Cred | undefined {
    const isWrong = this.faults.happens("digest_wrong", this.random);
    const secret = Buffer.from(isWrong ? "guessed" : this.secret);
    if (this.scheme === "basic") {
      return { type: BASIC_TYPE, format: "b64", data: basicCredential(this.devId, secret) };
    }
    if (this.scheme !== "md5") return undefined;
    return { type: MD5_TYPE, format: "b64", data: md5Digest(credentialDigest(this.devId, secret), this.#nonce) };
  }

  #mac(octets: Uint8Array): string | undefined {
    if (this.scheme !== "mac") return undefined;
    const credential = credentialDigest(this.devId, Buffer.from(this.secret));
    return writeMacHeader({ name: this.devId, credential, nonce: this.#nonce }, octets);
  }
}

function statusOf(message: SyncmlMessage, cmdRef: string): StatusCommand | undefined {
  return message.commands.find(
    (command): command is StatusCommand => command.name === "Status" && command.cmdRef === cmdRef,
  );
}

function isAbort(message: SyncmlMessage): boolean {
  return message.commands.some((command) => command.name === "Alert" && command.data === ALERT.sessionAbort);
}

function hasPart(message: SyncmlMessage): boolean {
  return message.commands.some((command) => "items" in command && command.items.some((item) => item.moreData === true));
}
