/**
 * The columns that hold sealed values, `table.column`. Each has data keys of its own, and its name is part of what a
 * value is bound to, so that a value copied to another column or row does not open.
 */
export const SEAL_PURPOSES = [
  "device_credentials.sealed_secret",
  "dm_messages.body",
  "operations.params",
  "idempotency_keys.body",
  "device_import_chunks.body",
  "subscription_secrets.sealed_secret",
  "event_signing_keys.sealed_key",
] as const;
export type SealPurpose = (typeof SEAL_PURPOSES)[number];

/** What data keys sign without sealing: values that leave the server and come back, and secrets that are compared. */
export const SIGN_PURPOSES = [
  "cursors",
  "device_challenges",
  "device_secrets",
  "content_uploads",
  "downloads",
] as const;
export type SignPurpose = (typeof SIGN_PURPOSES)[number];

export type KeyPurpose = SealPurpose | SignPurpose;
