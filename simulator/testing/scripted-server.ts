import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import {
  BASIC_TYPE,
  basicCredential,
  credentialDigest,
  decodeBase64,
  encodeBase64,
  MD5_TYPE,
  md5Digest,
} from "../../server/oma-dm/security";
import type { Chal, Command, Cred, StatusCommand, SyncmlMessage } from "../../server/oma-dm/syncml";
import type { FleetDevice } from "../fleet-device";
import type { Unnumbered } from "../package-one";
import { decodeMessage, encodeMessage, MEDIA_TYPES } from "../wire";

/** What a server of the test does in one session: batches of commands, one a message, after the device has signed in. */
export type Script = (session: number) => readonly (readonly Unnumbered[])[];

/** One message of the device as the server of the test saw it. */
interface SeenMessage {
  readonly session: number;
  readonly url: string;
  readonly octets: Buffer;
  readonly message: SyncmlMessage;
}

export interface ScriptedServer {
  readonly url: string;
  readonly seen: SeenMessage[];
  /** Requests that were the same as the one before, octet by octet. */
  repeats: number;
  /** Sessions that came to the end of their script. */
  finished: number;
  /** The nonce that the device gave for the server's next proof. */
  serverNonce: Uint8Array;
  /** What to do with the next request instead of answering it. */
  mishaps: ((request: IncomingMessage) => { readonly status: number } | "hang up")[];
  close(): Promise<void>;
}

/**
 * A DM server of a few lines for one device, made of the codec alone: challenges, accepts with 212 (or with 200,
 * `trust: "message"`), proves itself, sends the commands of its script, ends. It has nothing of the server's session.
 */
export async function scriptedServer(
  device: FleetDevice,
  script: Script,
  options: { readonly trust?: "session" | "message"; readonly maxMsgSize?: number } = {},
): Promise<ScriptedServer> {
  const dialogue = new Dialogue(device, script, options.trust ?? "session", options.maxMsgSize);
  const http = createServer((request, response) => {
    readAll(request).then(
      (octets) => {
        const mishap = state.mishaps.shift()?.(request);
        if (mishap === "hang up") {
          request.socket.destroy();
          return;
        }
        if (mishap) {
          response.writeHead(mishap.status, { "content-length": 0 }).end();
          return;
        }
        const isRepeat = dialogue.last?.request.equals(octets) ?? false;
        if (isRepeat) state.repeats += 1;
        const reply = isRepeat ? dialogue.last?.reply : dialogue.answer(octets, request.url ?? "", state);
        response.writeHead(200, { "content-type": MEDIA_TYPES[device.encoding] }).end(reply);
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  dialogue.base = base;
  const state: ScriptedServer = {
    url: `${base}/dm`,
    seen: [],
    repeats: 0,
    finished: 0,
    serverNonce: new Uint8Array(),
    mishaps: [],
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
  return state;
}

class Dialogue {
  base = "";
  last: { readonly request: Buffer; readonly reply: Uint8Array } | null = null;
  #session = 0;
  #msgId = 0;
  #isTrusted = false;
  #isProven = false;
  #clientNonce: Uint8Array = Buffer.from("first nonce");
  #nonces = 0;
  #batches: (readonly Unnumbered[])[] = [];
  #sent: readonly Unnumbered[] = [];

  constructor(
    private readonly device: FleetDevice,
    private readonly script: Script,
    private readonly trust: "session" | "message",
    private readonly maxMsgSize: number | undefined,
  ) {}

  answer(octets: Buffer, url: string, state: ScriptedServer): Uint8Array {
    const message = decodeMessage(octets, this.device.encoding);
    if (message.header.msgId === "1") this.#start();
    this.#msgId += 1;
    state.seen.push({ session: this.#session, url, octets, message });
    const reply = encodeMessage(this.#reply(message, state), this.device.encoding);
    this.last = { request: octets, reply };
    return reply;
  }

  #start(): void {
    this.#session += 1;
    this.#msgId = 0;
    this.#isTrusted = false;
    this.#isProven = this.device.server.scheme === "none";
    this.#batches = [...this.script(this.#session)];
    this.#sent = [];
  }

  #reply(message: SyncmlMessage, state: ScriptedServer): SyncmlMessage {
    const trusts = this.#isTrusted && this.trust === "session" ? true : this.#knows(message.header.cred);
    if (!trusts) {
      const status = message.header.cred ? 401 : 407;
      return this.#message(message, this.#statuses(message, status, this.#challenge()), []);
    }
    const isNew = !this.#isTrusted || this.trust === "message";
    const chal = isNew && this.device.client.scheme === "md5" ? this.#challenge() : undefined;
    this.#isTrusted = true;
    const statuses = this.#statuses(message, this.trust === "session" ? 212 : 200, chal);
    const onServer = statusOnHeader(message);
    if (onServer?.chal?.nextNonce) state.serverNonce = decodeBase64(onServer.chal.nextNonce) ?? state.serverNonce;
    const isRefused = this.#sent.length > 0 && (onServer?.data === 401 || onServer?.data === 407);
    if (onServer?.data === 212) this.#isProven = true;
    if (!isRefused && message.final) this.#sent = this.#batches.shift() ?? [];
    if (!message.final) return this.#message(message, statuses, [{ name: "Alert", data: "1222", items: [] }]);
    if (this.#sent.length === 0) state.finished += 1;
    return this.#message(message, statuses, this.#sent, this.#isProven ? undefined : this.#proof(state.serverNonce));
  }

  #knows(cred: Cred | undefined): boolean {
    const { scheme, name, secret } = this.device.client;
    const octets = Buffer.from(secret);
    if (scheme === "none") return true;
    if (scheme === "basic") return cred?.data === basicCredential(name, octets);
    return cred?.data === md5Digest(credentialDigest(name, octets), this.#clientNonce);
  }

  #challenge(): Chal {
    if (this.device.client.scheme === "basic") return { type: BASIC_TYPE, format: "b64" };
    this.#nonces += 1;
    this.#clientNonce = Buffer.from(`client nonce ${this.#nonces}`);
    return { type: MD5_TYPE, format: "b64", nextNonce: encodeBase64(this.#clientNonce) };
  }

  #proof(nonce: Uint8Array): Cred {
    const { scheme, name, secret } = this.device.server;
    const octets = Buffer.from(secret);
    if (scheme === "basic") return { type: BASIC_TYPE, format: "b64", data: basicCredential(name, octets) };
    return { type: MD5_TYPE, format: "b64", data: md5Digest(credentialDigest(name, octets), nonce) };
  }

  #statuses(message: SyncmlMessage, data: number, chal: Chal | undefined): Unnumbered[] {
    const { msgId: msgRef } = message.header;
    const rest = { name: "Status", msgRef, targetRefs: [], sourceRefs: [], items: [] } as const;
    const header: Unnumbered<StatusCommand> = { ...rest, cmdRef: "0", cmd: "SyncHdr", data, ...(chal && { chal }) };
    const own = message.commands.filter((command) => command.name !== "Status" && command.name !== "Results");
    const code = data === 212 || data === 200 ? 200 : data;
    return [header, ...own.map((command) => ({ ...rest, cmdRef: command.cmdId, cmd: command.name, data: code }))];
  }

  #message(
    to: SyncmlMessage,
    statuses: readonly Unnumbered[],
    commands: readonly Unnumbered[],
    cred?: Cred,
  ): SyncmlMessage {
    const isNext = commands.some((command) => command.name === "Alert" && command.data === "1222");
    return {
      header: {
        verDtd: "1.2",
        verProto: "DM/1.2",
        sessionId: to.header.sessionId,
        msgId: `${this.#msgId}`,
        target: to.header.source,
        source: { locUri: `${this.base}/dm`, locName: this.device.server.name },
        respUri: `${this.base}/dm?session=${this.#session}&t=a%20b`,
        ...(cred && { cred }),
        ...(this.maxMsgSize && { meta: { maxMsgSize: this.maxMsgSize } }),
      },
      commands: [...statuses, ...commands].map((command, at) => ({ ...command, cmdId: `${at + 1}` }) as Command),
      final: !isNext,
    };
  }
}

/** The device's Status for the header of the server's last message. */
function statusOnHeader(message: SyncmlMessage): StatusCommand | undefined {
  return message.commands.find(
    (command): command is StatusCommand => command.name === "Status" && command.cmdRef === "0",
  );
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
