import type { X509Certificate } from "node:crypto";

/** What `X509Certificate` of node:crypto does not tell of a certificate. */
export interface CertificateLimits {
  /** What its issuer signed it with: the octets of the object identifier, in hex. */
  readonly signedWith: string;
  /** How many CAs there may be between it and a signer; null: any number. */
  readonly pathLength: number | null;
  /** Whether its key may sign data; true as well where nothing is said. */
  readonly signsData: boolean;
  /** Whether it has a critical extension that nobody here understands. */
  readonly hasUnknownCritical: boolean;
}

/** Tags of X.690, and those of RFC 5280, 4.1. */
const BOOLEAN = 0x01;
const INTEGER = 0x02;
const EXTENSIONS = 0xa3;
/** Octets of object identifiers in hex: RFC 5280, 4.2.1.3, 4.2.1.9 and 4.2.1.12. */
const KEY_USAGE = "551d0f";
const BASIC_CONSTRAINTS = "551d13";
const EXTENDED_KEY_USAGE = "551d25";
/** The extended key usage is read by node:crypto. */
const UNDERSTOOD: ReadonlySet<string> = new Set([KEY_USAGE, BASIC_CONSTRAINTS, EXTENDED_KEY_USAGE]);
/** The first bit of a key usage. */
const DIGITAL_SIGNATURE = 0x80;

interface Element {
  readonly tag: number;
  readonly content: Buffer;
}

/**
 * Reads the limits of a certificate from its DER.
 *
 * Throws RangeError where its extensions are not in DER, which node:crypto does not look at.
 */
export function readCertificateLimits(certificate: X509Certificate): CertificateLimits {
  const [outer] = elementsOf(certificate.raw);
  const [body, signatureAlgorithm] = elementsOf(outer?.content);
  const [identifier] = elementsOf(signatureAlgorithm?.content);
  const tagged = elementsOf(body?.content).find(({ tag }) => tag === EXTENSIONS);
  const [list] = elementsOf(tagged?.content);
  const extensions = elementsOf(list?.content).map(({ content }) => {
    const parts = elementsOf(content);
    const isCritical = parts.some(({ tag, content: value }) => tag === BOOLEAN && value[0] !== 0);
    return { id: parts[0]?.content.toString("hex") ?? "", isCritical, value: parts.at(-1)?.content };
  });
  const extensionOf = (id: string) =>
    elementsOf(extensions.find((extension) => extension.id === id)?.value)[0]?.content;
  const usage = extensionOf(KEY_USAGE);
  const length = elementsOf(extensionOf(BASIC_CONSTRAINTS)).find(({ tag }) => tag === INTEGER)?.content;
  return {
    signedWith: identifier?.content.toString("hex") ?? "",
    // One octet is more than any path here is long; a longer number limits nothing.
    pathLength: length?.length === 1 ? (length[0] ?? 0) : null,
    signsData: usage === undefined || ((usage[1] ?? 0) & DIGITAL_SIGNATURE) !== 0,
    hasUnknownCritical: extensions.some(({ id, isCritical }) => isCritical && !UNDERSTOOD.has(id)),
  };
}

/** The elements that stand one after the other in `octets`; of nothing there are none. */
function elementsOf(octets: Buffer | undefined): readonly Element[] {
  const elements: Element[] = [];
  let rest = octets ?? Buffer.alloc(0);
  while (rest.length > 0) {
    const first = rest.readUInt8(1);
    const lengthOctets = first < 0x80 ? 0 : first & 0x7f;
    const begin = 2 + lengthOctets;
    const end = begin + (lengthOctets === 0 ? first : rest.readUIntBE(2, lengthOctets));
    if (end > rest.length) throw new RangeError("The certificate is cut.");
    elements.push({ tag: rest.readUInt8(0), content: rest.subarray(begin, end) });
    rest = rest.subarray(end);
  }
  return elements;
}
