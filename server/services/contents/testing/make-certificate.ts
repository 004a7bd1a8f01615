import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** What the certificate of a test says. Left out: what one needs that is right in everything. */
export interface CertificateFacts {
  readonly subject: string;
  readonly isCa?: boolean;
  readonly pathLength?: number;
  /** The first octet of the key usage; null: without one. */
  readonly usage?: number | null;
  /** Last octet of the purpose below id-kp (1.3.6.1.5.5.7.3); null: without one. */
  readonly purpose?: number | null;
  readonly notBefore?: string;
  readonly notAfter?: string;
  readonly keys?: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  /** A critical extension that nobody understands. */
  readonly isOdd?: boolean;
}

export interface MadeCertificate {
  readonly subject: string;
  readonly pem: string;
  readonly privateKey: KeyObject;
}

const SEQUENCE = 0x30;
const DIGITAL_SIGNATURE = 0x80;
const CERT_SIGN = 0x04;
const CODE_SIGNING = 3;

/** Writes an X.509 certificate, signed with Ed25519 by `issuer` or by itself. */
export function makeCertificate(facts: CertificateFacts, issuer?: MadeCertificate): MadeCertificate {
  const { publicKey, privateKey } = facts.keys ?? generateKeyPairSync("ed25519");
  const algorithm = element(SEQUENCE, element(0x06, Buffer.from("2b6570", "hex")));
  const body = element(
    SEQUENCE,
    element(0xa0, element(0x02, Buffer.from([2]))),
    element(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    nameOf(issuer?.subject ?? facts.subject),
    element(SEQUENCE, timeOf(facts.notBefore ?? "20200101000000Z"), timeOf(facts.notAfter ?? "29990101000000Z")),
    nameOf(facts.subject),
    publicKey.export({ type: "spki", format: "der" }),
    element(0xa3, element(SEQUENCE, ...extensionsOf(facts))),
  );
  const signature = sign(null, body, issuer?.privateKey ?? privateKey);
  const der = element(SEQUENCE, body, algorithm, element(0x03, Buffer.from([0]), signature));
  const pem = `-----BEGIN CERTIFICATE-----\n${der.toString("base64")}\n-----END CERTIFICATE-----\n`;
  return { subject: facts.subject, pem, privateKey };
}

function extensionsOf({ isCa = false, pathLength, usage, purpose, isOdd = false }: CertificateFacts): Buffer[] {
  const bits = usage === undefined ? (isCa ? CERT_SIGN : DIGITAL_SIGNATURE) : usage;
  const use = purpose === undefined ? (isCa ? null : CODE_SIGNING) : purpose;
  const length = pathLength === undefined ? [] : [element(0x02, Buffer.from([pathLength]))];
  const constraints = isCa ? [element(0x01, Buffer.from([0xff])), ...length] : [];
  return [
    extension("551d13", true, element(SEQUENCE, ...constraints)),
    ...(bits === null ? [] : [extension("551d0f", true, element(0x03, Buffer.from([0, bits])))]),
    ...(use === null
      ? []
      : [extension("551d25", false, element(SEQUENCE, element(0x06, Buffer.from([0x2b, 6, 1, 5, 5, 7, 3, use]))))]),
    ...(isOdd ? [extension("2a0304", true, element(0x05))] : []),
  ];
}

function extension(id: string, isCritical: boolean, value: Buffer): Buffer {
  const critical = isCritical ? [element(0x01, Buffer.from([0xff]))] : [];
  return element(SEQUENCE, element(0x06, Buffer.from(id, "hex")), ...critical, element(0x04, value));
}

function nameOf(commonName: string): Buffer {
  const attribute = element(
    SEQUENCE,
    element(0x06, Buffer.from("550403", "hex")),
    element(0x0c, Buffer.from(commonName)),
  );
  return element(SEQUENCE, element(0x31, attribute));
}

/** GeneralizedTime. */
function timeOf(text: string): Buffer {
  return element(0x18, Buffer.from(text));
}

/** One element in DER, up to 65,535 octets. */
function element(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}
