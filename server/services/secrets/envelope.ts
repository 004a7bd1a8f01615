import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from "node:crypto";

/**
 * The envelope: AES-256-GCM with a random 96-bit IV and a 128-bit tag. Two forms of the same thing:
 *
 * - text   `v1.<key id>.<iv>.<ciphertext and tag>`, the last two in base64url
 * - octets `01 | length of key id | key id | iv (12) | ciphertext and tag`
 *
 * What a value is bound to (table, column, row) is authenticated beside it and not stored.
 */
const ALGORITHM = "aes-256-gcm";
const IV_OCTETS = 12;
const TAG_OCTETS = 16;
const BINARY_VERSION = 1;
const TEXT_VERSION = "v1";
/** IVs drawn from the system's generator at once: one call per value would be a third of the time of a seal. */
const IVS_PER_DRAW = 256;

export const DATA_KEY_OCTETS = 32;

export type EnvelopeErrorCode = "MALFORMED" | "UNKNOWN_KEY" | "DOES_NOT_OPEN";

/** A sealed value that is no envelope, is of an unknown key, or was changed or moved. Told apart by `code`. */
export class EnvelopeError extends Error {
  readonly code: EnvelopeErrorCode;

  constructor(code: EnvelopeErrorCode, message: string) {
    super(message);
    this.name = "EnvelopeError";
    this.code = code;
  }
}

/** A data key in use: `id` is 1 to 32 of A-Z a-z 0-9 _ -. */
export interface DataKey {
  readonly id: string;
  readonly key: KeyObject;
}

type KeyById = (id: string) => DataKey | undefined;
export type IvSource = () => Uint8Array;

export function createIvSource(): IvSource {
  const pool = Buffer.alloc(IV_OCTETS * IVS_PER_DRAW);
  let next = pool.length;
  return () => {
    if (next === pool.length) {
      randomFillSync(pool);
      next = 0;
    }
    next += IV_OCTETS;
    // A copy: the pool is filled again while callers may still hold what they were given.
    return Uint8Array.prototype.slice.call(pool, next - IV_OCTETS, next);
  };
}

export function sealOctets(key: DataKey, iv: Uint8Array, boundTo: string, octets: Uint8Array): Buffer {
  const idLength = key.id.length;
  const cipher = createCipheriv(ALGORITHM, key.key, iv).setAAD(Buffer.from(boundTo, "utf8"));
  const body = cipher.update(octets);
  cipher.final();
  const sealed = Buffer.allocUnsafe(2 + idLength + IV_OCTETS + body.length + TAG_OCTETS);
  sealed[0] = BINARY_VERSION;
  sealed[1] = idLength;
  sealed.write(key.id, 2, "latin1");
  sealed.set(iv, 2 + idLength);
  sealed.set(body, 2 + idLength + IV_OCTETS);
  sealed.set(cipher.getAuthTag(), sealed.length - TAG_OCTETS);
  return sealed;
}

/** Throws EnvelopeError. */
export function openOctets(keyById: KeyById, boundTo: string, sealed: Uint8Array): Buffer {
  const idLength = sealed[1] ?? 0;
  const ivAt = 2 + idLength;
  if (sealed[0] !== BINARY_VERSION || idLength === 0 || sealed.length < ivAt + IV_OCTETS + TAG_OCTETS) {
    throw new EnvelopeError("MALFORMED", "The octets are no sealed value.");
  }
  const id = Buffer.from(sealed.buffer, sealed.byteOffset + 2, idLength).toString("latin1");
  const bodyAt = ivAt + IV_OCTETS;
  return open(knownKey(keyById, id), boundTo, sealed.subarray(ivAt, bodyAt), sealed.subarray(bodyAt));
}

export function sealText(key: DataKey, iv: Uint8Array, boundTo: string, text: string): string {
  const sealed = sealOctets(key, iv, boundTo, Buffer.from(text, "utf8"));
  const body = sealed.subarray(2 + key.id.length + IV_OCTETS);
  return `${TEXT_VERSION}.${key.id}.${Buffer.from(iv).toString("base64url")}.${body.toString("base64url")}`;
}

/** Throws EnvelopeError. */
export function openText(keyById: KeyById, boundTo: string, sealed: string): string {
  const [version, id, ivText, bodyText, ...rest] = sealed.split(".");
  const iv = Buffer.from(ivText ?? "", "base64url");
  const body = Buffer.from(bodyText ?? "", "base64url");
  if (version !== TEXT_VERSION || !id || iv.length !== IV_OCTETS || body.length < TAG_OCTETS || rest.length > 0) {
    throw new EnvelopeError("MALFORMED", "The text is no sealed value.");
  }
  return open(knownKey(keyById, id), boundTo, iv, body).toString("utf8");
}

function knownKey(keyById: KeyById, id: string): DataKey {
  const key = keyById(id);
  if (!key) throw new EnvelopeError("UNKNOWN_KEY", "The value is sealed with a data key that is not in the database.");
  return key;
}

function open(key: DataKey, boundTo: string, iv: Uint8Array, bodyAndTag: Uint8Array): Buffer {
  const tagAt = bodyAndTag.length - TAG_OCTETS;
  const decipher = createDecipheriv(ALGORITHM, key.key, iv, { authTagLength: TAG_OCTETS })
    .setAAD(Buffer.from(boundTo, "utf8"))
    .setAuthTag(bodyAndTag.subarray(tagAt));
  const octets = decipher.update(bodyAndTag.subarray(0, tagAt));
  try {
    decipher.final();
  } catch {
    throw new EnvelopeError("DOES_NOT_OPEN", "The value was changed, or belongs to another row, column or key.");
  }
  return octets;
}
