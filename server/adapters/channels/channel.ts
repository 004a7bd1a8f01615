import type { PushMessage } from "../../oma-dm";

/** Ways to a device that is not in session. */
export type ChannelKind = "sim-http" | "udp" | "smpp" | "http-sms" | "pap";

/** What has to be known of a device to reach it: the form of `ChannelMessage.to`. */
export type AddressForm =
  /** An http URL. */
  | "url"
  /** `HOST:PORT` or `HOST`, of IPv4, or of IPv6 in brackets. */
  | "ip"
  /** E.164 digits, with or without a leading plus sign. */
  | "msisdn";

/** A way to reach a device that is not in session. One implementation a channel; none knows of tasks or tables. */
export interface DeviceChannel {
  readonly kind: ChannelKind;
  /** The address may be in any of these forms. */
  readonly needs: readonly AddressForm[];
  /** Octets of the push's body. */
  readonly maxBody: number;
  /** How long it takes for a push at the rate it keeps to, in seconds; 0: it keeps to none. */
  readonly secondsFor: (push: PushMessage) => number;
  /** Never throws; gives up within half a minute. At least once: a message whose answer is lost may have arrived. */
  send(message: ChannelMessage): Promise<SendResult>;
  /** Registers who hears what became of messages, also of those that were sent before a restart. One listener. */
  onReceipt(hear: HearReceipt): void;
  /** Connects at once, for receipts that come over the connection by which pushes leave; left out where none do. */
  listen?(): void;
  /** Ends connections; messages under way end as `retry`. */
  close(): Promise<void>;
}

export interface ChannelMessage {
  /** Of the sender's choice, unique; comes back in receipts. */
  readonly id: string;
  readonly purpose: "package0" | "bootstrap";
  readonly to: string;
  readonly push: PushMessage;
  readonly validForSeconds: number;
}

/**
 * `retry` may work later; `rejected` will not, until a person changes something. `code` is the peer's own word for it
 * (HTTP status, SMPP command status, PAP code) or ours; `problem` is a sentence for that person.
 */
export type SendResult =
  /** One reference a part, under which receipts come; none where the channel or its peer gives no receipts. */
  | { readonly state: "accepted"; readonly refs: readonly string[] }
  | { readonly state: "retry"; readonly afterMs: number; readonly code: string; readonly problem: string }
  | { readonly state: "rejected"; readonly code: string; readonly problem: string };

/** Resolves once the receipt is kept; false: it is not, and a peer that can is to come again. Never rejects. */
export type HearReceipt = (receipt: Receipt) => Promise<boolean>;

export interface Receipt {
  /** The message's; null where this process does not know it: find it by `refs` then. */
  readonly id: string | null;
  /** From 1; null where it is not known. */
  readonly part: number | null;
  /** How many parts the message has; null where it is not known. */
  readonly parts: number | null;
  /** Every reading of the reference: one of them is what `send` answered (peers write a number in hex or decimal). */
  readonly refs: readonly string[];
  readonly state: "delivered" | "failed" | "expired" | "unknown";
  readonly code: string | null;
}
