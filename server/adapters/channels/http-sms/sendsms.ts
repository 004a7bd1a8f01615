import type { SmsPart } from "../../../oma-dm";
import type { BareAnswer } from "../bare-http";
import { isRefusal, peerWords, rejected, retryLater, type SendFailure } from "../failures";

export interface SendsmsAccount {
  /** Of the gateway's `sendsms`. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** "" leaves it to the gateway. */
  readonly from: string;
}

/** 8-bit data. Source of names and numbers: Kannel User's Guide 1.4.5, SMS push. */
const CODING_8_BIT = "1";
/** Delivered to the phone (1), not delivered (2), not taken by the message centre (16). */
const RECEIPT_MASK = "19";

export interface SendsmsInput {
  readonly to: string;
  readonly part: SmsPart;
  readonly validForSeconds: number;
  /** Where the gateway tells what became of the message; null: it is not asked to. */
  readonly receiptUrl: string | null;
}

/** The URL whose GET sends one short message. It holds the password: not for any log. */
export function sendsmsUrl(account: SendsmsAccount, { to, part, validForSeconds, receiptUrl }: SendsmsInput): string {
  const fields: readonly (readonly [string, string])[] = [
    ["username", encodeURIComponent(account.username)],
    ["password", encodeURIComponent(account.password)],
    ...(account.from === "" ? [] : [["from", encodeURIComponent(account.from)] as const]),
    ["to", `%2B${to}`],
    ["coding", CODING_8_BIT],
    ["udh", percentOctets(part.header)],
    ["text", percentOctets(part.payload)],
    ["validity", `${Math.max(1, Math.ceil(validForSeconds / 60))}`],
    ...(receiptUrl === null
      ? []
      : [["dlr-mask", RECEIPT_MASK] as const, ["dlr-url", encodeURIComponent(receiptUrl)] as const]),
  ];
  const query = fields.map(([name, value]) => `${name}=${value}`).join("&");
  return `${account.url}${account.url.includes("?") ? "&" : "?"}${query}`;
}

function percentOctets(octets: Uint8Array): string {
  return Buffer.from(octets).toString("hex").replaceAll(/../g, "%$&");
}

/** null: the gateway took the message, to send it now or when its message centre is back. */
export function sendsmsFailure({ status, text }: BareAnswer): SendFailure | null {
  if (status >= 200 && status < 300) return null;
  const said = peerWords(text);
  const problem = `The SMS gateway answered ${status}${said ? `: ${said}` : ""}.`;
  return isRefusal(status) ? rejected(`${status}`, problem) : retryLater(`${status}`, problem);
}
