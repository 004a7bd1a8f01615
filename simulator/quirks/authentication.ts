import { BASIC_TYPE, basicCredential, DEFAULT_NONCES } from "../../server/oma-dm/security";
import type { Cred, SyncmlMessage } from "../../server/oma-dm/syncml";
import type { Account } from "../fleet-device";
import type { Quirks } from "./names";

const CHALLENGES_MAX = 3;
/** Messages that a client was seen to repeat is more than 100. */
const REPEATED_MAX = 150;
const NO_NONCE = new Uint8Array();

/** The nonce that a device begins a session with that has forgotten its own; null: it has not. */
export function forgottenNonce(quirks: Quirks): Uint8Array | null {
  const [octets = NO_NONCE, text = NO_NONCE] = [...DEFAULT_NONCES].sort((one, other) => one.length - other.length);
  if (quirks.has("nonceFallback1234")) return Buffer.from("1234", "ascii");
  if (quirks.has("resyncNonceOctets")) return octets;
  if (quirks.has("resyncNonceText")) return text;
  return quirks.has("forgetsNonces") ? NO_NONCE : null;
}

/** Whether the device begins with what it has, and never waits to be asked. */
export function provesItselfFirst(quirks: Quirks): boolean {
  return quirks.has("basicFirst") || quirks.has("emptyNonceFirst") || forgottenNonce(quirks) !== null;
}

/** The Cred of the first message of a session; null: the usual one. */
export function firstCred({ name, secret }: Account, quirks: Quirks): Cred | null {
  if (!quirks.has("basicFirst")) return null;
  return { type: BASIC_TYPE, format: "b64", data: basicCredential(name, Buffer.from(secret, "utf8")) };
}

/** Challenges that the device follows in one session. */
export function challengesMax(quirks: Quirks): number {
  return quirks.has("repeatsWhenRefused") ? REPEATED_MAX : CHALLENGES_MAX;
}

/** Whether a challenge is one to the device: it may want its commands to be answered as well. `sent`: how many. */
export function hearsChallenge(message: SyncmlMessage, msgId: number, sent: number, quirks: Quirks): boolean {
  if (!quirks.has("leavesWithoutCommandStatus")) return true;
  const answered = message.commands.filter(
    (command) => command.name === "Status" && command.msgRef === `${msgId}` && command.cmdRef !== "0",
  );
  return answered.length >= sent;
}

/** The status for a server that has not proven itself, in the place of the usual one. */
export function refusalStatus(usual: 401 | 407, quirks: Quirks): number {
  return usual === 407 && quirks.has("status0WhenNoServerCred") ? 0 : usual;
}
