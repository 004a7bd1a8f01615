import assert from "node:assert/strict";
import type { Encoding } from "../element";
import {
  basicCredential,
  credentialDigest,
  decodeBase64,
  type MacHeader,
  MD5_TYPE,
  macDigest,
  md5Digest,
} from "../security";
import type { Command, Cred, ResultsCommand, StatusCommand, SyncmlMessage } from "../syncml";
import { decodeMessage, encodeMessage } from "./codec";

export interface LockstepDeviceOptions {
  readonly encoding: Encoding;
  readonly devId?: string;
  readonly serverUri?: string;
  readonly sessionId?: string;
  readonly credential?: { readonly name: string; readonly secret: string };
  /** The nonce for its first digest. */
  readonly nonce?: Uint8Array;
  readonly version?: { readonly verDtd: string; readonly verProto: string };
  readonly maxMsgSize?: number;
  readonly maxObjSize?: number;
}

export interface SaysOptions {
  readonly final?: boolean;
  /** How the device proves itself in this message: a scheme with its own secret, or a Cred as it is. */
  readonly cred?: "basic" | "md5" | Cred;
  readonly msgId?: string;
}

/**
 * A device that says exactly what a test tells it to, in octets, and looks closely at what it hears. It keeps only what
 * the protocol makes it keep: its MsgIDs, the RespURI, the nonce it was given last.
 */
export class LockstepDevice {
  readonly encoding: Encoding;
  readonly devId: string;
  nonce: Uint8Array;
  sessionId: string;
  /** What it heard last. */
  heard: SyncmlMessage = { header: emptyHeader(), commands: [], final: false };
  readonly #options: LockstepDeviceOptions;
  #msgId = 0;
  #target: string;

  constructor(options: LockstepDeviceOptions) {
    this.#options = options;
    this.encoding = options.encoding;
    this.devId = options.devId ?? "IMEI:351234560000017";
    this.sessionId = options.sessionId ?? "1";
    this.nonce = options.nonce ?? new Uint8Array();
    this.#target = this.#serverUri();
  }

  /** Forgets the session; the next message starts another one at the server's own address. */
  startsAnew(sessionId = this.sessionId): void {
    this.sessionId = sessionId;
    this.#msgId = 0;
    this.#target = this.#serverUri();
  }

  /** The next message: commands are numbered in their order. */
  says(commands: readonly Command[], options: SaysOptions = {}): Uint8Array {
    this.#msgId += 1;
    const { version = { verDtd: "1.2", verProto: "DM/1.2" }, maxMsgSize, maxObjSize, credential } = this.#options;
    const cred = this.#cred(options.cred);
    const header = {
      ...version,
      sessionId: this.sessionId,
      msgId: options.msgId ?? String(this.#msgId),
      target: { locUri: this.#target },
      source: { locUri: this.devId, ...(credential && { locName: credential.name }) },
      ...(cred && { cred }),
      ...((maxMsgSize ?? maxObjSize) !== undefined && {
        meta: { ...(maxMsgSize !== undefined && { maxMsgSize }), ...(maxObjSize !== undefined && { maxObjSize }) },
      }),
    };
    let cmdId = 0;
    const numbered = (command: Command): Command => {
      cmdId += 1;
      const own = { ...command, cmdId: String(cmdId) };
      return "commands" in own ? { ...own, commands: own.commands.map(numbered) } : own;
    };
    return encodeMessage({ header, commands: commands.map(numbered), final: options.final ?? true }, this.encoding);
  }

  /** What the header `x-syncml-hmac` says of these octets, on the nonce it was given last. */
  macOf(octets: Uint8Array): MacHeader {
    const { name, secret } = this.#options.credential ?? assert.fail("the device has no credential");
    const credential = credentialDigest(name, Buffer.from(secret, "utf8"));
    return { username: name, mac: macDigest(credential, this.nonce, octets) };
  }

  /** Reads the server's reply, and learns from it where to send the next message and the nonce of the next digest. */
  hears(octets: Uint8Array): SyncmlMessage {
    const { message, problems } = decodeMessage(octets, this.encoding);
    assert.deepEqual(problems, [], "the server's reply has problems");
    assert.equal(message.header.target.locUri, this.devId);
    assert.equal(message.header.sessionId, this.sessionId);
    this.heard = message;
    if (message.header.respUri !== undefined) this.#target = message.header.respUri;
    const nonce = this.chal()?.nextNonce;
    if (nonce !== undefined) this.nonce = decodeBase64(nonce) ?? assert.fail("NextNonce is not base64");
    return message;
  }

  /** The status it heard for a command of its last message by CmdID; "0" is the header. Fails unless there is one. */
  statusOf(cmdRef: string): number {
    const found = this.heard.commands.filter(
      (command) => command.name === "Status" && command.cmdRef === cmdRef && command.msgRef === String(this.#msgId),
    );
    assert.equal(found.length, 1, `expected one Status for command ${cmdRef}, heard ${found.length}`);
    const [status] = found;
    return status?.name === "Status" ? status.data : Number.NaN;
  }

  /** All statuses it heard, the header's first. */
  statuses(): number[] {
    return this.heard.commands.flatMap((command) => (command.name === "Status" ? [command.data] : []));
  }

  chal(): { readonly type: string; readonly nextNonce?: string } | undefined {
    const [first] = this.heard.commands;
    return first?.name === "Status" ? first.chal : undefined;
  }

  /** The commands it heard: everything but Status. */
  commands(): Command[] {
    return this.heard.commands.filter((command) => command.name !== "Status");
  }

  /** A Status for what it heard last: the header, or one of its commands. */
  answers(command: Command | "SyncHdr", status: number, extra: Partial<StatusCommand> = {}): StatusCommand {
    const isHeader = command === "SyncHdr";
    return {
      name: "Status",
      cmdId: "",
      msgRef: this.heard.header.msgId,
      cmdRef: isHeader ? "0" : command.cmdId,
      cmd: isHeader ? "SyncHdr" : command.name,
      targetRefs: [],
      sourceRefs: [],
      data: status,
      items: [],
      ...extra,
    };
  }

  /** The Results of a Get it heard last: one item a node. */
  results(command: Command, nodes: Readonly<Record<string, string>>): ResultsCommand {
    return {
      name: "Results",
      cmdId: "",
      msgRef: this.heard.header.msgId,
      cmdRef: command.cmdId,
      items: Object.entries(nodes).map(([uri, data]) => ({ source: { locUri: uri }, data })),
    };
  }

  #serverUri(): string {
    return this.#options.serverUri ?? "https://dm.carrier.example/dm";
  }

  #cred(cred: SaysOptions["cred"]): Cred | undefined {
    if (cred === undefined || typeof cred === "object") return cred;
    const { name, secret } = this.#options.credential ?? assert.fail("the device has no credential");
    const octets = Buffer.from(secret, "utf8");
    if (cred === "basic") return { type: "syncml:auth-basic", format: "b64", data: basicCredential(name, octets) };
    return { type: MD5_TYPE, format: "b64", data: md5Digest(credentialDigest(name, octets), this.nonce) };
  }
}

function emptyHeader(): SyncmlMessage["header"] {
  return { verDtd: "", verProto: "", sessionId: "", msgId: "", target: { locUri: "" }, source: { locUri: "" } };
}
