/**
 * What a nonce is taken to be when one side has lost it, so that a notification signed with it can lead to a new one:
 * four zero octets, or the ten characters of it. Peers differ in which they mean. Source: OMA-TS-DM_Security 1.2.1.
 */
export const DEFAULT_NONCES: readonly Uint8Array[] = [new Uint8Array(4), Buffer.from("0x00000000", "ascii")];
