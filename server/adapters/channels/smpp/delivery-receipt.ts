import type { Pdu } from "smpp";
import type { Receipt } from "../channel";
import { MESSAGE_ID_CHARACTERS_MAX } from "./message-references";

/** What a message centre says has become of a message. */
export interface DeliveryReceipt {
  readonly messageId: string;
  readonly state: Receipt["state"];
  readonly code: string | null;
}

type Final = Receipt["state"] | null;

/** By `message_state`; null where more will come. Source: SMPP 3.4, 5.2.28. */
const STATES: readonly Final[] = [
  null,
  null,
  "delivered",
  "expired",
  "failed",
  "failed",
  null,
  "unknown",
  "failed",
  "failed",
];
/** By the word behind `stat:`. Source: SMPP 3.4, appendix B. */
const STATE_WORDS: Readonly<Record<string, Final>> = {
  DELIVRD: "delivered",
  EXPIRED: "expired",
  DELETED: "failed",
  UNDELIV: "failed",
  UNKNOWN: "unknown",
  REJECTD: "failed",
};
const CODE_CHARACTERS_MAX = 16;

/** What of `esm_class` says what kind of message it is. Source: SMPP 3.4, 5.2.12. */
const ESM_CLASS_KIND = 0x3c;
const KIND_MESSAGE = 0x00;
const KIND_RECEIPT = 0x04;

/**
 * Reads a receipt out of a `deliver_sm`: the fields made for it where the centre fills them, else the text that centres
 * agree on. null: it is no receipt, or not the last one. Never throws, whatever is in it.
 */
export function readDeliveryReceipt(pdu: Pdu): DeliveryReceipt | null {
  if (!isReceipt(pdu)) return null;
  const text = textOf(pdu["short_message"]) || textOf(pdu["message_payload"]);
  const idField = pdu["receipted_message_id"];
  const messageId = typeof idField === "string" && idField !== "" ? withoutNul(idField) : word(text, "id");
  if (!messageId || messageId.length > MESSAGE_ID_CHARACTERS_MAX) return null;
  const stateField = pdu["message_state"];
  const state =
    typeof stateField === "number"
      ? (STATES[stateField] ?? null)
      : (STATE_WORDS[word(text, "stat")?.toUpperCase().slice(0, 7) ?? ""] ?? null);
  if (state === null) return null;
  return { messageId, state, code: word(text, "err")?.slice(0, CODE_CHARACTERS_MAX) ?? null };
}

/**
 * Whoever holds the device can write what reads like a receipt of any message, but has no hand in the flag, nor in fields
 * beside the text: those are the centre's. Notices on the way and acknowledgements of the device have flags of their own.
 */
function isReceipt(pdu: Pdu): boolean {
  const flags = pdu["esm_class"];
  const kind = typeof flags === "number" ? flags & ESM_CLASS_KIND : KIND_MESSAGE;
  if (kind === KIND_RECEIPT) return true;
  return kind === KIND_MESSAGE && (pdu["receipted_message_id"] !== undefined || pdu["message_state"] !== undefined);
}

function word(text: string, name: string): string | null {
  return new RegExp(`(?:^|\\s)${name}:\\s*(\\S+)`, "i").exec(text)?.[1] ?? null;
}

/** The package gives a text, octets where it does not know the coding, or one of both beside a header. */
function textOf(value: unknown): string {
  if (typeof value === "string") return withoutNul(value);
  if (value instanceof Uint8Array) return withoutNul(Buffer.from(value).toString("latin1"));
  return typeof value === "object" && value !== null && "message" in value ? textOf(value.message) : "";
}

function withoutNul(text: string): string {
  return text.replaceAll("\0", "");
}
