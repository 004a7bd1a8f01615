/** The SMPP 3.4 PDUs that a message centre needs, written and read without the package that the server uses. */
export interface SmppPdu {
  readonly command: number;
  readonly status: number;
  readonly sequence: number;
  readonly body: Buffer;
}

export const SMPP = {
  bindReceiver: 0x01,
  bindTransmitter: 0x02,
  submitSm: 0x04,
  deliverSm: 0x05,
  unbind: 0x06,
  bindTransceiver: 0x09,
  enquireLink: 0x15,
  response: 0x8000_0000,
} as const;

const HEADER_OCTETS = 16;

export function writePdu({ command, status, sequence, body }: SmppPdu): Buffer {
  const header = Buffer.alloc(HEADER_OCTETS);
  header.writeUInt32BE(HEADER_OCTETS + body.length, 0);
  header.writeUInt32BE(command >>> 0, 4);
  header.writeUInt32BE(status, 8);
  header.writeUInt32BE(sequence, 12);
  return Buffer.concat([header, body]);
}

/** Cuts whole PDUs off the front of what came in; gives the rest. */
export function readPdus(octets: Buffer): { readonly pdus: SmppPdu[]; readonly rest: Buffer } {
  const pdus: SmppPdu[] = [];
  let rest = octets;
  while (rest.length >= HEADER_OCTETS && rest.length >= rest.readUInt32BE(0)) {
    const length = rest.readUInt32BE(0);
    if (length < HEADER_OCTETS) throw new Error(`a PDU of ${length} octets`);
    pdus.push({
      command: rest.readUInt32BE(4),
      status: rest.readUInt32BE(8),
      sequence: rest.readUInt32BE(12),
      body: rest.subarray(HEADER_OCTETS, length),
    });
    rest = rest.subarray(length);
  }
  return { pdus, rest };
}

export function terminated(text: string): Buffer {
  return Buffer.from(`${text}\0`, "latin1");
}

/** What a `submit_sm` asks for. */
export interface SubmittedMessage {
  readonly source: string;
  readonly destination: string;
  readonly destinationTon: number;
  readonly esmClass: number;
  readonly validity: string;
  readonly registeredDelivery: number;
  readonly dataCoding: number;
  readonly userData: Buffer;
}

export function readSubmit(body: Buffer): SubmittedMessage {
  let at = 0;
  const text = (): string => {
    const end = body.indexOf(0, at);
    const value = body.toString("latin1", at, end);
    at = end + 1;
    return value;
  };
  const octet = (): number => body.readUInt8(at++);
  text();
  octet();
  octet();
  const source = text();
  const destinationTon = octet();
  octet();
  const destination = text();
  const esmClass = octet();
  at += 2;
  text();
  const validity = text();
  const registeredDelivery = octet();
  octet();
  const dataCoding = octet();
  octet();
  const length = octet();
  const userData = Buffer.from(body.subarray(at, at + length));
  return { source, destination, destinationTon, esmClass, validity, registeredDelivery, dataCoding, userData };
}

interface DeliveredMessage {
  readonly source: string;
  readonly esmClass: number;
  readonly text: string;
  /** Optional parameters: tag and value. */
  readonly extra?: readonly (readonly [number, Buffer])[];
}

export function writeDeliver({ source, esmClass, text, extra = [] }: DeliveredMessage): Buffer {
  const message = Buffer.from(text, "latin1");
  return Buffer.concat([
    terminated(""),
    Buffer.of(1, 1),
    terminated(source),
    Buffer.of(0, 0),
    terminated(""),
    Buffer.of(esmClass, 0, 0),
    terminated(""),
    terminated(""),
    Buffer.of(0, 0, 0, 0, message.length),
    message,
    ...extra.flatMap(([tag, value]) => [
      Buffer.of(tag >> 8, tag & 0xff, value.length >> 8, value.length & 0xff),
      value,
    ]),
  ]);
}
