import { type AddressInfo, createServer, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import {
  readPdus,
  readSubmit,
  SMPP,
  type SmppPdu,
  type SubmittedMessage,
  terminated,
  writeDeliver,
  writePdu,
} from "./smpp-octets";

/** What the centre does with a `submit_sm`; `drop` cuts the connection without an answer. */
type SubmitAnswer = { readonly status: number; readonly messageId?: string } | "drop" | "silence";

export interface SmscOptions {
  readonly port?: number;
  /** TLS from the first octet, with this certificate; PEM. */
  readonly tls?: { readonly key: string | Buffer; readonly cert: string | Buffer };
  /** To `bind_transceiver`: `silence` as some centres do it, `unknown` with command status 0x03. */
  readonly transceiver?: "yes" | "silence" | "unknown";
  /** Command status of a bind. */
  readonly login?: () => number;
  /** `count` messages have come before this one. */
  readonly answer?: (message: SubmittedMessage, count: number) => SubmitAnswer;
  /** Answers `enquire_link`. */
  readonly isAlive?: () => boolean;
  /** The receipt that follows an accepted message; null: none. */
  readonly receipt?: (messageId: string) => { text: string; extra?: [number, Buffer][] } | null;
  /** Milliseconds by which the answer to a message comes behind its receipt; left out: before it. */
  readonly answerLate?: number;
}

/** A message centre on loopback that misbehaves as told. */
export interface SmscDouble {
  readonly port: number;
  readonly messages: readonly SubmittedMessage[];
  /** Commands in the order in which they came, responses too. */
  readonly commands: readonly number[];
  /** Command statuses of the answers to `deliver_sm`, in the order in which they came. */
  readonly deliveryAnswers: readonly number[];
  connections(): number;
  /** Sends a `deliver_sm` to whoever is bound to receive, as a receipt where `esmClass` does not say otherwise. */
  deliver(text: string, extra?: [number, Buffer][], esmClass?: number): void;
  sendRaw(octets: Uint8Array): void;
  cutAll(): void;
  close(): Promise<void>;
}

/** The flag of a delivery receipt in esm_class [SMPP 3.4, 5.2.12]. */
const ESM_CLASS_RECEIPT = 0x04;

export async function startSmsc(options: SmscOptions = {}): Promise<SmscDouble> {
  const messages: SubmittedMessage[] = [];
  const commands: number[] = [];
  const deliveryAnswers: number[] = [];
  const sockets = new Set<Socket>();
  const receivers = new Set<Socket>();
  let sequence = 0;

  const send = (socket: Socket, pdu: SmppPdu): void => void socket.write(writePdu(pdu));
  const deliverTo = (
    socket: Socket,
    text: string,
    extra: [number, Buffer][] = [],
    esmClass = ESM_CLASS_RECEIPT,
  ): void => {
    sequence += 1;
    const body = writeDeliver({ source: "100", esmClass, text, extra });
    send(socket, { command: SMPP.deliverSm, status: 0, sequence, body });
  };
  const bind = (socket: Socket, pdu: SmppPdu, isReceiver: boolean): void => {
    const status = options.login?.() ?? 0;
    if (status === 0 && isReceiver) receivers.add(socket);
    send(socket, { ...pdu, command: pdu.command | SMPP.response, status, body: terminated("double") });
  };
  const submit = (socket: Socket, pdu: SmppPdu): void => {
    const message = readSubmit(pdu.body);
    const answer = options.answer?.(message, messages.length) ?? { status: 0, messageId: `${messages.length + 1}` };
    messages.push(message);
    if (answer === "silence") return;
    if (answer === "drop") {
      socket.destroy();
      return;
    }
    const body = answer.status === 0 ? terminated(answer.messageId ?? "") : Buffer.alloc(0);
    const { status } = answer;
    const respond = () =>
      send(socket, { command: SMPP.submitSm | SMPP.response, status, sequence: pdu.sequence, body });
    if (options.answerLate === undefined) respond();
    else setTimeout(respond, options.answerLate);
    const receipt = answer.status === 0 && options.receipt?.(answer.messageId ?? "");
    const [receiver] = receivers;
    if (receipt && receiver) deliverTo(receiver, receipt.text, receipt.extra);
  };
  const hear = (socket: Socket, pdu: SmppPdu): void => {
    commands.push(pdu.command);
    if (pdu.command === (SMPP.deliverSm | SMPP.response) >>> 0) deliveryAnswers.push(pdu.status);
    const transceiver = options.transceiver ?? "yes";
    if (pdu.command === SMPP.bindTransceiver && transceiver === "yes") bind(socket, pdu, true);
    else if (pdu.command === SMPP.bindTransceiver && transceiver === "unknown") {
      send(socket, { ...pdu, command: pdu.command | SMPP.response, status: 0x03, body: Buffer.alloc(0) });
    } else if (pdu.command === SMPP.bindTransmitter) bind(socket, pdu, false);
    else if (pdu.command === SMPP.bindReceiver) bind(socket, pdu, true);
    else if (pdu.command === SMPP.submitSm) submit(socket, pdu);
    else if (pdu.command === SMPP.enquireLink || pdu.command === SMPP.unbind) {
      if (options.isAlive?.() ?? true)
        send(socket, { ...pdu, command: pdu.command | SMPP.response, body: Buffer.alloc(0) });
    }
  };
  const accept = (socket: Socket): void => {
    let rest: Buffer = Buffer.alloc(0);
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => {
      sockets.delete(socket);
      receivers.delete(socket);
    });
    socket.on("data", (octets) => {
      const read = readPdus(Buffer.concat([rest, octets]));
      rest = read.rest;
      for (const pdu of read.pdus) hear(socket, pdu);
    });
  };
  const server = options.tls ? createTlsServer(options.tls, accept) : createServer(accept);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    messages,
    commands,
    deliveryAnswers,
    connections: () => sockets.size,
    deliver(text, extra, esmClass) {
      for (const receiver of receivers) deliverTo(receiver, text, extra, esmClass);
    },
    sendRaw(octets) {
      for (const socket of sockets) socket.write(octets);
    },
    cutAll() {
      for (const socket of sockets) socket.destroy();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
