import smpp, { type Field, type Pdu, type Session } from "smpp";

/** Why a request got no answer. `unsure`: the peer may have done what was asked. */
export class LinkFailure extends Error {
  constructor(
    readonly code: string,
    readonly unsure: boolean,
  ) {
    super(code);
    this.name = "LinkFailure";
  }
}

export interface LinkOptions {
  /** How long a peer may take for an answer. */
  readonly responseMs: number;
  /** Silence after which the peer is asked whether it is still there. */
  readonly enquireMs: number;
  /** A `deliver_sm` came in. Resolves to whether it is taken: the peer is to send it again if not. Never rejects. */
  readonly onDelivery: (pdu: Pdu) => Promise<boolean>;
}

/** Unanswered requests after which a connection is taken for dead. The package keeps each of them until then. */
const TIMEOUTS_MAX = 5;

/** Octets that wait for the peer to read them, beyond which it is taken for one that does not. */
const UNREAD_OCTETS_MAX = 262_144;

/**
 * One SMPP connection. Does what the package does not: every request ends, by its answer, a timeout or the loss of the
 * connection; an error, a bad PDU or an unanswered `enquire_link` closes the connection, for the package's session is
 * dead then without saying so.
 */
export class SmppLink {
  readonly #pending = new Set<(failure: LinkFailure) => void>();
  readonly #enquiries: NodeJS.Timeout;
  readonly #closed: Promise<string>;
  #tellClosed: (reason: string) => void = () => {};
  #isClosed = false;
  #timeouts = 0;

  constructor(
    private readonly session: Session,
    private readonly options: LinkOptions,
  ) {
    this.#closed = new Promise((resolve) => {
      this.#tellClosed = resolve;
    });
    session.on("error", (error: Error & { code?: string }) => this.close(error.code ?? "protocol_error"));
    session.on("close", () => this.close("connection_closed"));
    session.on("pdu", (pdu: Pdu) => this.#hear(pdu));
    this.#enquiries = setInterval(() => this.#enquire(), options.enquireMs);
  }

  /** Resolves with the reason. */
  get closed(): Promise<string> {
    return this.#closed;
  }

  /** Sends a request and gives its answer, whatever its status. Rejects with LinkFailure. */
  request(command: string, fields: Readonly<Record<string, Field>> = {}): Promise<Pdu> {
    return new Promise((resolve, reject) => {
      const fail = (failure: LinkFailure): void => {
        clearTimeout(timer);
        this.#pending.delete(fail);
        reject(failure);
      };
      const timer = setTimeout(() => {
        fail(new LinkFailure("no_response", true));
        this.#timeouts += 1;
        if (this.#timeouts >= TIMEOUTS_MAX) this.close("no_response");
      }, this.options.responseMs);
      this.#pending.add(fail);
      const sent = this.#send(new smpp.PDU(command, fields), (response) => {
        clearTimeout(timer);
        this.#pending.delete(fail);
        this.#timeouts = 0;
        resolve(response);
      });
      if (!sent) fail(new LinkFailure("not_connected", false));
    });
  }

  close(reason: string): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearInterval(this.#enquiries);
    this.session.destroy();
    for (const fail of [...this.#pending]) fail(new LinkFailure(reason, true));
    this.#tellClosed(reason);
  }

  /** A request that we wrote wrongly is a bug and throws; so never an answer, which holds nothing of the peer's. */
  #send(pdu: Pdu, onResponse?: (response: Pdu) => void): boolean {
    if (this.session.socket.writableLength > UNREAD_OCTETS_MAX) this.close("peer_does_not_read");
    return !this.#isClosed && this.session.send(pdu, onResponse);
  }

  #enquire(): void {
    this.request("enquire_link").catch(() => this.close("no_response"));
  }

  async #take(delivery: Pdu): Promise<void> {
    const isTaken = await this.options.onDelivery(delivery);
    this.#send(delivery.response(isTaken ? {} : { command_status: smpp.errors.ESME_RX_T_APPN }));
  }

  #hear(pdu: Pdu): void {
    if (this.#isClosed || pdu.isResponse()) return;
    switch (pdu.command) {
      case "deliver_sm":
      case "data_sm":
        // Whoever waits for an answer that came with it goes first: the receipt may be of that very message.
        setImmediate(() => void this.#take(pdu));
        return;
      case "enquire_link":
      case "unknown":
        this.#send(pdu.response());
        return;
      case "unbind":
        this.#send(pdu.response());
        this.close("unbound");
        return;
      default:
      // alert_notification and outbind want no answer.
    }
  }
}
