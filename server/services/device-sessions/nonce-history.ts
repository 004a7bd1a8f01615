import type { Effect } from "../../oma-dm";

type NonceUsed = Extract<Effect, { kind: "client_nonce" }>["used"];

/** Nonces of a device that are no longer current, as `device_live.nonce_previous` holds them. */
export interface EarlierNonces {
  /** The one before the current: the answer with the current one may have been lost. */
  readonly previous: Uint8Array | null;
  /** Given up when another was used: nobody but a second device still has it. */
  readonly retired: Uint8Array | null;
}

const NONCE_OCTETS = 16;

/** Reads the column: the previous nonce, and behind it the retired one, 16 octets each. */
export function earlierNonces(octets: Uint8Array | null): EarlierNonces {
  if (octets === null || octets.length <= NONCE_OCTETS) return { previous: octets, retired: null };
  return { previous: octets.subarray(0, NONCE_OCTETS), retired: octets.subarray(NONCE_OCTETS) };
}

/**
 * The column after a sign-in that gives a new current nonce. Using the current nonce ends the previous one. Using the
 * previous one says that the current never arrived, so whoever uses that later is another device. After a
 * re-synchronisation nothing older counts.
 */
export function nonceHistoryAfter(
  before: { readonly nonceCurrent: Uint8Array | null; readonly noncePrevious: Uint8Array | null },
  used: NonceUsed,
): Uint8Array | null {
  if (used === "resync") return null;
  const { previous } = earlierNonces(before.noncePrevious);
  const [newer, given] = used === "previous" ? [previous, before.nonceCurrent] : [before.nonceCurrent, previous];
  if (newer === null) return null;
  return given === null ? newer : Buffer.concat([newer, given]);
}
