/** The parts of npm `smpp` 0.5.1 that are used here; the package brings no types. */
declare module "smpp" {
  import type { EventEmitter } from "node:events";
  import type { Duplex } from "node:stream";

  type Field = string | number | Buffer;

  interface Pdu {
    readonly command: string;
    readonly command_status: number;
    readonly sequence_number: number;
    isResponse(): boolean;
    response(fields?: Readonly<Record<string, Field>>): Pdu;
    /** What a peer sent in it: anything, whatever the specification says. */
    readonly [field: string]: unknown;
  }

  interface Session extends EventEmitter {
    readonly socket: Duplex;
    send(pdu: Pdu, onResponse?: (response: Pdu) => void): boolean;
    destroy(): void;
  }

  interface ConnectOptions {
    readonly host: string;
    readonly port: number;
    readonly tls: boolean;
    readonly servername?: string;
    readonly ca?: string;
  }

  const smpp: {
    connect(options: ConnectOptions): Session;
    Session: new (options: { readonly socket: Duplex }) => Session;
    /** Command statuses. Source: SMPP 3.4, 5.1.3. */
    errors: {
      /** The receiver cannot take it now: a temporary error. */
      readonly ESME_RX_T_APPN: number;
    };
    PDU: new (command: string, fields: Readonly<Record<string, Field>>) => Pdu;
  };
  export default smpp;
  export type { ConnectOptions, Field, Pdu, Session };
}
