import { createHmac } from "node:crypto";

const NONCE_OCTETS = 16;
const WINDOW_SECONDS = 600;

/**
 * The nonces that a challenge to this device may have carried: of this window of ten minutes and of the one before.
 * Computed from a secret key, so that challenging a stranger stores nothing; and from the device's current nonce, which
 * changes with each authenticated session, so that none of them works twice.
 */
export function challengeNonces(
  key: Uint8Array,
  deviceId: string,
  nonceCurrent: Uint8Array | null,
  nowSeconds: number,
): readonly [Uint8Array, Uint8Array] {
  const window = Math.floor(nowSeconds / WINDOW_SECONDS);
  const nonceOf = (number: number): Uint8Array =>
    createHmac("sha256", key)
      .update(`challenge\0${deviceId}\0${number}\0`)
      .update(nonceCurrent ?? "")
      .digest()
      .subarray(0, NONCE_OCTETS);
  return [nonceOf(window), nonceOf(window - 1)];
}
