import type { ContentKind, ContentState, SignatureAlgorithm } from "@/server/services/contents/schemas";

// Lists of their own, held to the schemas by the compiler and a test: the schemas themselves would bring their library to
// the browser, which tries at once whether it may make code of text, and a page of ours may not.

export const CONTENT_KINDS = [
  "firmware",
  "software",
  "configuration",
  "deviceList",
] as const satisfies readonly ContentKind[];

export const CONTENT_STATES = [
  "uploading",
  "verifying",
  "ready",
  "quarantined",
  "rejected",
  "retired",
] as const satisfies readonly ContentState[];

/** Of keys that a CA certifies. */
export const CERTIFIED_ALGORITHMS = [
  "ed25519",
  "ecdsa-p256",
  "ecdsa-p384",
  "rsa-pss",
] as const satisfies readonly SignatureAlgorithm[];

/** undefined: there is no such kind. */
export function contentKindOf(word: unknown): ContentKind | undefined {
  return CONTENT_KINDS.find((kind) => kind === word);
}

/** undefined: there is no such state. */
export function contentStateOf(word: unknown): ContentState | undefined {
  return CONTENT_STATES.find((state) => state === word);
}
