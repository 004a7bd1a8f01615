import { DEFAULT_NONCES } from "../security";
import type { ClientCredential, Effect } from "./contract";

type NonceUsed = Extract<Effect, { kind: "authenticated" }>["nonce"];

const NO_OCTETS = new Uint8Array();
const SOME_NONCE = new Uint8Array(16);

/**
 * Which nonce a digest was made with. The current one ends the search; a digest that is not on it is tried on every other
 * nonce, always on all of them. In the middle of a session the newest nonce is known to have arrived, so only nonces that
 * were given since count there.
 */
export function matchNonce(
  client: ClientCredential,
  isOpen: boolean,
  fits: (nonce: Uint8Array) => boolean,
): { readonly nonce: NonceUsed } | "stale_nonce" | "retired_nonce" | "resync_nonce" | "wrong" {
  const isOn = (nonce: Uint8Array | null | undefined): boolean => fits(nonce ?? SOME_NONCE) && Boolean(nonce);
  if (isOn(client.nonceCurrent)) return { nonce: "current" };
  const onChallenge = client.challengeNonces.map(isOn).includes(true);
  const onPrevious = isOn(client.noncePrevious);
  const onRetired = isOn(client.nonceRetired);
  const onEmpty = isOn(NO_OCTETS);
  const onResync = DEFAULT_NONCES.map(isOn).includes(true);
  if (onChallenge) return client.acceptChallengeNonce === false ? "stale_nonce" : { nonce: "challenge" };
  if (onPrevious) return client.acceptPreviousNonce && isOpen ? { nonce: "previous" } : "stale_nonce";
  if (onRetired) return "retired_nonce";
  if (onEmpty) return client.acceptEmptyNonce && isOpen ? { nonce: "empty" } : "stale_nonce";
  if (onResync && isOpen) return client.acceptResyncNonce ? { nonce: "resync" } : "resync_nonce";
  return "wrong";
}
