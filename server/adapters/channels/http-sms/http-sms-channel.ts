import type { SmsPart } from "../../../oma-dm";
import { ADDRESS_RULES, parseMsisdn } from "../addresses";
import { bareRequest } from "../bare-http";
import type { ChannelMessage, DeviceChannel, HearReceipt, SendResult } from "../channel";
import { errorCode, rejected, retryLater, type SendFailure } from "../failures";
import { SMS_BODY_OCTETS_MAX, SmsFraming } from "../sms-framing";
import {
  listenForReceipts,
  partReference,
  type ReceiptListener,
  type ReceiptListenerSettings,
} from "./receipt-listener";
import { type SendsmsAccount, sendsmsFailure, sendsmsUrl } from "./sendsms";

export interface HttpSmsSettings extends SendsmsAccount {
  /** null: the gateway is not asked for receipts. */
  readonly receipts: ReceiptListenerSettings | null;
}

/** Parts of a message that are on their way to the gateway at a time. */
const PARTS_AT_A_TIME = 4;
/** For all parts of a message to be sent; the last answer may take 10 s more. */
const SEND_MS_MAX = 18_000;

/**
 * Pushes as short messages through an SMS gateway that has Kannel's `sendsms` interface: we write the headers of the user
 * data ourselves. Rejects when the port for receipts is taken.
 */
export async function httpSmsChannel(settings: HttpSmsSettings): Promise<DeviceChannel> {
  const framing = new SmsFraming();
  let hear: HearReceipt = async () => false;
  const listener =
    settings.receipts && (await listenForReceipts(settings.receipts, settings.password, (receipt) => hear(receipt)));
  return {
    kind: "http-sms",
    needs: ["msisdn"],
    maxBody: SMS_BODY_OCTETS_MAX,
    secondsFor: () => 0,
    async send(message): Promise<SendResult> {
      const number = parseMsisdn(message.to);
      if (!number) return rejected("bad_address", ADDRESS_RULES["http-sms"]);
      let parts: SmsPart[];
      try {
        parts = framing.frame(message.push);
      } catch (error) {
        return rejected("too_large", `The push does not fit short messages: ${errorCode(error)}.`);
      }
      const failure = await sendParts(settings, listener, message, number, parts);
      if (failure) return failure;
      const refs = listener ? parts.map((_, index) => partReference(message.id, index + 1)) : [];
      return { state: "accepted", refs };
    },
    onReceipt(listening) {
      hear = listening;
    },
    async close() {
      await listener?.close();
    },
  };
}

/** Stops at the first part that the gateway does not take: without it the others are of no use. */
async function sendParts(
  account: SendsmsAccount,
  listener: ReceiptListener | null,
  { id, validForSeconds }: ChannelMessage,
  to: string,
  parts: readonly SmsPart[],
): Promise<SendFailure | null> {
  const deadline = performance.now() + SEND_MS_MAX;
  let next = 0;
  let failure: SendFailure | null = null;
  const sendNext = async (): Promise<void> => {
    while (!failure && next < parts.length) {
      next += 1;
      const part = parts[next - 1];
      if (!part) return;
      if (performance.now() > deadline) {
        failure ??= retryLater("too_slow", `The SMS gateway took ${next - 1} of ${parts.length} parts in time.`);
        return;
      }
      const receiptUrl = listener?.urlFor(id, next, parts.length) ?? null;
      const refused = await sendPart(sendsmsUrl(account, { to, part, validForSeconds, receiptUrl }));
      // In a statement of its own: `failure ??= await` would put back what it had read before it waited.
      failure ??= refused;
    }
  };
  await Promise.all(Array.from({ length: PARTS_AT_A_TIME }, sendNext));
  return failure;
}

async function sendPart(url: string): Promise<SendFailure | null> {
  try {
    return sendsmsFailure(await bareRequest({ method: "GET", url }));
  } catch (error) {
    const code = errorCode(error);
    return retryLater(code, `The SMS gateway cannot be reached: ${code}.`);
  }
}
