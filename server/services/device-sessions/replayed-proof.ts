import {
  type AuthenticationScheme,
  type DeviceCredentials,
  type Element,
  readMessage,
  type SyncmlMessage,
  type TransportProof,
} from "../../oma-dm";
import {
  BASIC_TYPE,
  basicCredential,
  bodyDigest,
  credentialDigest,
  encodeBase64,
  MAC_TYPE,
  MD5_TYPE,
  macDigestOf,
  md5Digest,
} from "../../oma-dm/security";
import { maskSecrets } from "./mask-secrets";
import { newChallengeToken, newSessionToken } from "./session-token";
import { decodeDocument, encodingOf, type ReadMessage } from "./wire";

/**
 * The proofs of a recorded session, made anew. The recording holds none: where it masked one, the device had one that was
 * right, for messages without are not kept. Stand-ins are of the size of what they stand for, since the size decides how
 * many commands fit into a message.
 */
const SECRET = Buffer.from("stand-in");
const NONCE_OCTETS = 16;
export const STAND_IN_NONCE = new Uint8Array(NONCE_OCTETS);
const NO_DEVICE = "00000000-0000-4000-8000-000000000000";
export const STAND_IN_TOKEN = newSessionToken(NO_DEVICE).text;
/** What a session's first message is sent to when it answers a challenge. */
const STAND_IN_CHALLENGE = newChallengeToken(SECRET, NO_DEVICE, { challenges: 1, serverMsgId: 1, evidence: null }, 0);
const MASKED_TOKEN = /(\?s=)\*+$/;

/** What the device said first, and what it was answered. */
export interface Opening {
  readonly request: SyncmlMessage;
  readonly reply: SyncmlMessage;
}

/** The recorded message of a device, with stand-ins for what is masked in it. `opening`: null for the first of them. */
export function restoredMessage(octets: Uint8Array, opening: Opening | null): ReadMessage {
  const encoding = encodingOf(octets);
  const document = decodeDocument(octets, encoding);
  const read = readMessage({
    ...document,
    root: restored(document.root, opening ? STAND_IN_TOKEN : STAND_IN_CHALLENGE),
  });
  const { header } = read.message;
  if (!header.cred) return { ...read, encoding };
  const name = nameOf(opening?.request ?? read.message);
  const data =
    header.cred.type.toLowerCase() === BASIC_TYPE
      ? basicCredential(name, SECRET)
      : md5Digest(credentialDigest(name, SECRET), STAND_IN_NONCE);
  const message = { ...read.message, header: { ...header, cred: { ...header.cred, data } } };
  return { ...read, message, encoding };
}

function restored(element: Element, token: string): Element {
  const { name, content } = element;
  if (name === "NextNonce") return { ...element, content: encodeBase64(STAND_IN_NONCE) };
  if (typeof content === "string") return { ...element, content: content.replace(MASKED_TOKEN, `$1${token}`) };
  if (!Array.isArray(content)) return element;
  return { ...element, content: (content as readonly Element[]).map((child) => restored(child, token)) };
}

/** A reply as it is recorded. */
export function asRecorded(octets: Uint8Array): ReadMessage {
  const encoding = encodingOf(octets);
  return { ...readMessage(maskSecrets(decodeDocument(octets, encoding))), encoding };
}

/** Credentials with which the session is opened as it was: how, its two first messages show. */
export function replayedCredentials(opening: Opening): DeviceCredentials {
  const { source, cred } = opening.reply.header;
  return {
    client: {
      scheme: clientScheme(opening),
      name: nameOf(opening.request),
      secret: SECRET,
      nonceCurrent: STAND_IN_NONCE,
      noncePrevious: null,
      challengeNonces: [STAND_IN_NONCE],
      acceptPreviousNonce: false,
      acceptEmptyNonce: false,
      sessionTrust: headerStatusOf(opening.reply)?.data === SESSION_TRUSTED,
    },
    server: {
      scheme: serverScheme(cred?.type, source.locName),
      name: source.locName ?? "",
      secret: SECRET,
      nonce: STAND_IN_NONCE,
    },
  };
}

/** The MAC that stood in the header of an HTTP request, of which nothing is recorded. */
export function replayedProof(opening: Opening, octets: Uint8Array): TransportProof {
  if (clientScheme(opening) !== "mac") return { mac: null, certificate: null };
  const username = nameOf(opening.request);
  const mac = macDigestOf(credentialDigest(username, SECRET), STAND_IN_NONCE, bodyDigest(octets));
  return { mac: { username, mac, body: octets }, certificate: null };
}

/** Authentication accepted for the session [OMA-TS-DM_RepPro 1.2.1]. */
const SESSION_TRUSTED = 212;

function clientScheme({ request, reply }: Opening): AuthenticationScheme {
  const type = request.header.cred?.type.toLowerCase();
  if (type === BASIC_TYPE) return "basic";
  if (type === MD5_TYPE) return "md5";
  // A certificate proves the connection: for the dialogue it is as if there were no proof.
  return headerStatusOf(reply)?.chal?.type === MAC_TYPE ? "mac" : "none";
}

function serverScheme(type: string | undefined, name: string | undefined): DeviceCredentials["server"]["scheme"] {
  if (type === undefined) return name === undefined ? "none" : "mac";
  return type === BASIC_TYPE ? "basic" : "md5";
}

function headerStatusOf({ commands }: SyncmlMessage) {
  const status = commands[0];
  return status?.name === "Status" ? status : null;
}

function nameOf({ header: { source } }: SyncmlMessage): string {
  return source.locName ?? source.locUri;
}
