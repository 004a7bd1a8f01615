import type { Encoding, SyncmlMessage } from "../../../oma-dm";
import {
  BASIC_TYPE,
  basicCredential,
  credentialDigest,
  MD5_TYPE,
  md5Digest,
  writeMacHeader,
} from "../../../oma-dm/security";
import type { DeviceRequest, DeviceResponse } from "../device-request";
import { readWire, writeWire } from "../wire";

type Handler = (request: DeviceRequest) => Promise<DeviceResponse>;
type Commands = SyncmlMessage["commands"];

const DM_12 = { verDtd: "1.2", verProto: "DM/1.2" };

export interface WireDeviceOptions {
  readonly devId: string;
  readonly secret: string;
  readonly dmUrl: string;
  readonly encoding?: Encoding;
  /** DM 1.2 when left out. */
  readonly version?: { readonly verDtd: string; readonly verProto: string };
  /** MaxMsgSize that it names; 16,384 when left out. */
  readonly maxMsgSize?: number;
}

/** A device for tests that says exactly what it is told to, byte by byte, straight to the message handler. */
export class WireDevice {
  #handler: Handler;
  readonly #options: WireDeviceOptions;
  #connection = {};
  /** Where the next message goes: the endpoint, or the last RespURI. */
  url = "/dm";
  nonce: Uint8Array = new Uint8Array();
  msgId = 0;
  /** How it proves itself where a test does not say: by MAC in every message, otherwise in package 1. */
  scheme: "basic" | "md5" | "mac" = "md5";
  sourceAddress = "127.0.0.1";
  certificate: string | undefined;
  model = "R5";
  /** The octets sent last, for repeating them. */
  lastOctets: Uint8Array = new Uint8Array();
  /** The header `x-syncml-hmac` of the answer heard last. */
  lastMac: string | undefined;
  /** The octets of the answer heard last. */
  lastReply: Uint8Array = new Uint8Array();

  constructor(handler: Handler, options: WireDeviceOptions) {
    this.#handler = handler;
    this.#options = options;
  }

  reconnect(): void {
    this.#connection = {};
  }

  /** Its next message comes to another process, on another connection. */
  movesTo(handler: Handler): void {
    this.#handler = handler;
    this.reconnect();
  }

  /** Begins a session: package 1, with a digest on the nonce it has unless `digest` says otherwise. */
  async signIn(
    facts: { digest?: string | null; sessionId?: string; extra?: Commands; url?: string } = {},
  ): Promise<SyncmlMessage> {
    const leaf = (uri: string, data: string) => ({ source: { locUri: uri }, data });
    const commands: Commands = [
      { name: "Alert", cmdId: "1", data: "1201", items: [] },
      {
        name: "Replace",
        cmdId: "2",
        items: [
          leaf("./DevInfo/DevId", this.#options.devId),
          leaf("./DevInfo/Man", "Hanseat"),
          leaf("./DevInfo/Mod", this.model),
        ],
      },
      ...(facts.extra ?? []),
    ];
    const own = this.scheme === "mac" ? null : this.scheme === "basic" ? this.#basic() : this.digest();
    const digest = facts.digest === undefined ? own : facts.digest;
    const { digest: _given, extra: _extra, ...rest } = facts;
    return this.send(commands, digest === null ? rest : { ...rest, digest });
  }

  /** The MD5 credential on the nonce that the server gave last. */
  digest(secret: string = this.#options.secret): string {
    return md5Digest(credentialDigest(this.#options.devId, Buffer.from(secret)), this.nonce);
  }

  #basic(): string {
    return basicCredential(this.#options.devId, Buffer.from(this.#options.secret));
  }

  async send(
    commands: Commands,
    facts: { digest?: string; sessionId?: string; url?: string; msgId?: string; final?: boolean } = {},
  ): Promise<SyncmlMessage> {
    this.msgId += 1;
    const { devId, dmUrl } = this.#options;
    const octets = writeWire(
      {
        header: {
          ...(this.#options.version ?? DM_12),
          sessionId: facts.sessionId ?? "1",
          msgId: facts.msgId ?? String(this.msgId),
          target: { locUri: dmUrl },
          source: { locUri: devId, locName: devId },
          ...(facts.digest && { cred: { type: this.#credType(), format: "b64", data: facts.digest } }),
          meta: { maxMsgSize: this.#options.maxMsgSize ?? 16_384 },
        },
        commands,
        final: facts.final ?? true,
      },
      this.#options.encoding ?? "wbxml",
    );
    const response = await this.post(octets, facts.url, this.#mac(octets));
    if (response.status !== 200) throw new Error(`HTTP ${response.status}: ${Buffer.from(response.octets)}`);
    this.lastMac = response.mac;
    return this.#hear(response.octets);
  }

  #credType(): string {
    return this.scheme === "basic" ? BASIC_TYPE : MD5_TYPE;
  }

  #mac(octets: Uint8Array): string | undefined {
    if (this.scheme !== "mac") return undefined;
    const { devId: name, secret } = this.#options;
    return writeMacHeader({ name, credential: credentialDigest(name, Buffer.from(secret)), nonce: this.nonce }, octets);
  }

  /** Octets as they are; the answer is not listened to. */
  post(octets: Uint8Array, url: string = this.url, mac?: string): Promise<DeviceResponse> {
    this.lastOctets = octets;
    return this.#handler({
      octets,
      contentType: `application/vnd.syncml.dm+${this.#options.encoding ?? "wbxml"}`,
      url,
      mac,
      certificate: this.certificate,
      sourceAddress: this.sourceAddress,
      connection: this.#connection,
    });
  }

  /** Takes RespURI and the next nonce out of an answer, as a device does. */
  #hear(octets: Uint8Array): SyncmlMessage {
    this.lastReply = octets;
    const { message } = readWire(octets);
    const { respUri } = message.header;
    if (respUri) this.url = `/dm${new URL(respUri).search}`;
    for (const command of message.commands) {
      if (command.name === "Status" && command.chal?.nextNonce) {
        this.nonce = Buffer.from(command.chal.nextNonce, "base64");
      }
    }
    return message;
  }

  /** Starts over: the next message is the first of a new session. */
  hangUp(): void {
    this.url = "/dm";
    this.msgId = 0;
  }

  /** Statuses for the header and for these commands of the server's last message, and Results for its Gets. */
  answersTo(message: SyncmlMessage, answer: (uri: string) => { status: number; value?: string }): Commands {
    const msgRef = message.header.msgId;
    const statuses: SyncmlMessage["commands"][number][] = [status("1", msgRef, "0", "SyncHdr", 200)];
    let cmdId = 1;
    const next = (): string => {
      cmdId += 1;
      return String(cmdId);
    };
    for (const command of message.commands) {
      if (
        command.name === "Status" ||
        command.name === "Results" ||
        command.name === "Alert" ||
        command.name === "Unknown"
      )
        continue;
      const uri = "items" in command ? (command.items[0]?.target?.locUri ?? "") : "";
      const said = answer(uri);
      statuses.push(status(next(), msgRef, command.cmdId, command.name, said.status));
      if (command.name === "Get" && said.value !== undefined) {
        statuses.push({
          name: "Results",
          cmdId: next(),
          msgRef,
          cmdRef: command.cmdId,
          items: [{ source: { locUri: uri }, meta: { format: "chr", type: "text/plain" }, data: said.value }],
        });
      }
    }
    return statuses;
  }
}

function status(
  cmdId: string,
  msgRef: string,
  cmdRef: string,
  cmd: string,
  data: number,
): SyncmlMessage["commands"][number] {
  return { name: "Status", cmdId, msgRef, cmdRef, cmd, targetRefs: [], sourceRefs: [], data, items: [] };
}

/** The status code the server gave to its peer's header. */
export function headerStatus(message: SyncmlMessage): number {
  const found = message.commands.find((command) => command.name === "Status" && command.cmdRef === "0");
  return found?.name === "Status" ? found.data : Number.NaN;
}

/** Names and URIs of the commands in a server's message. */
export function commandsOf(message: SyncmlMessage): string[] {
  return message.commands.flatMap((command) =>
    "items" in command && command.name !== "Status" && command.name !== "Results"
      ? command.items.map((item) => `${command.name} ${item.target?.locUri ?? ""}`)
      : [],
  );
}
