import type { Field, Pdu } from "smpp";
import type { SmsPart } from "../../../oma-dm";
import { ADDRESS_RULES, parseMsisdn } from "../addresses";
import type { ChannelMessage, DeviceChannel, HearReceipt, Receipt, SendResult } from "../channel";
import { errorCode, rejected, retryLater } from "../failures";
import { KEEPING_MS_MAX, keepReceipt } from "../keep-receipt";
import { SMS_BODY_OCTETS_MAX, SmsFraming, smsCountOf } from "../sms-framing";
import { type ClientOptions, SmppClient, type Submitted } from "./client";
import { readDeliveryReceipt } from "./delivery-receipt";
import { MessageReferences, messageReference, readingsOf } from "./message-references";

export interface SmppSettings {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly ca: string | null;
  readonly systemId: string;
  readonly password: string;
  readonly systemType: string;
  /** Digits, or a name of up to 11 characters; "" leaves it to the centre. */
  readonly sourceAddress: string;
  /** 0x04: 8-bit data; 0xF5: 8-bit data of class 1, which some routes want. */
  readonly dataCoding: 0x04 | 0xf5;
  readonly window: number;
  readonly perSecond: number;
}

interface Timings extends Pick<ClientOptions, "responseMs" | "enquireMs" | "pauses"> {
  /** How long the centre waits for a receipt to be kept. */
  readonly keepingMs: number;
}

const TIMINGS: Timings = {
  keepingMs: KEEPING_MS_MAX,
  responseMs: 10_000,
  enquireMs: 30_000,
  pauses: { reconnectMs: 1_000, reconnectMsMax: 60_000, throttledMs: 1_000, throttledMsMax: 60_000 },
};
/** For all parts of a message to be sent; the last answer may take `responseMs` more. */
const SEND_MS_MAX = 18_000;

/** The header of user data is there; the centre's default way of storing [SMPP 3.4, 5.2.12]. */
const ESM_CLASS_HEADER = 0x40;
const TON_UNKNOWN = 0;
const TON_INTERNATIONAL = 1;
const TON_ALPHANUMERIC = 5;
const NPI_ISDN = 1;

/** Pushes as short messages through a message centre. Source of all numbers: SMPP 3.4. */
export function smppChannel(settings: SmppSettings, { keepingMs, ...timings }: Timings = TIMINGS): DeviceChannel {
  const framing = new SmsFraming();
  const references = new MessageReferences();
  let hear: HearReceipt = async () => false;
  const client = new SmppClient({
    ...settings,
    ...timings,
    onDelivery: async (pdu) => {
      const receipt = receiptOf(pdu, references);
      return receipt === null || keepReceipt(hear, receipt, keepingMs);
    },
  });
  return {
    kind: "smpp",
    needs: ["msisdn"],
    maxBody: SMS_BODY_OCTETS_MAX,
    secondsFor: (push) => smsCountOf(push) / settings.perSecond,
    async send(message): Promise<SendResult> {
      const number = parseMsisdn(message.to);
      if (!number) return rejected("bad_address", ADDRESS_RULES.smpp);
      let parts: SmsPart[];
      try {
        parts = framing.frame(message.push);
      } catch (error) {
        return rejected("too_large", `The push does not fit short messages: ${errorCode(error)}.`);
      }
      const deadline = performance.now() + SEND_MS_MAX;
      const submitPart = async (part: SmsPart, index: number): Promise<Submitted> => {
        const submitted = await client.submit(submitFields(settings, message, number, part), deadline);
        if (submitted.state === "accepted" && submitted.messageId !== "") {
          const sent = { id: message.id, part: index + 1, parts: parts.length };
          const early = references.add(submitted.messageId, sent);
          if (early) void hear(early);
        }
        return submitted;
      };
      const submitted = await Promise.all(parts.map(submitPart));
      return resultOf(submitted);
    },
    onReceipt(listener) {
      hear = listener;
    },
    listen: () => client.start(),
    close: () => client.close(),
  };
}

function submitFields(
  { sourceAddress, dataCoding }: SmppSettings,
  { validForSeconds }: ChannelMessage,
  number: string,
  { header, payload }: SmsPart,
): Record<string, Field> {
  const isNumber = /^\d+$/.test(sourceAddress);
  return {
    source_addr_ton: sourceAddress === "" ? TON_UNKNOWN : isNumber ? TON_INTERNATIONAL : TON_ALPHANUMERIC,
    source_addr_npi: isNumber ? NPI_ISDN : 0,
    source_addr: sourceAddress,
    dest_addr_ton: TON_INTERNATIONAL,
    dest_addr_npi: NPI_ISDN,
    destination_addr: number,
    esm_class: ESM_CLASS_HEADER,
    validity_period: validityPeriod(validForSeconds),
    registered_delivery: 1,
    data_coding: dataCoding,
    short_message: Buffer.concat([header, payload]),
  };
}

const DAY_SECONDS = 86_400;
const VALID_SECONDS_MAX = 30 * DAY_SECONDS;

/** Relative time: years, months, days, hours, minutes, seconds, two digits each [SMPP 3.4, 7.1.1.2]. */
function validityPeriod(seconds: number): string {
  const whole = Math.min(Math.max(Math.ceil(seconds), 60), VALID_SECONDS_MAX);
  const parts = [
    0,
    0,
    Math.floor(whole / DAY_SECONDS),
    Math.floor(whole / 3_600) % 24,
    Math.floor(whole / 60) % 60,
    whole % 60,
  ];
  return `${parts.map((part) => `${part}`.padStart(2, "0")).join("")}000R`;
}

/** What kept a message from being handed to the centre at all. */
const OURS: Readonly<Record<string, string>> = {
  too_slow: "More waited for the message centre than it takes in time at SMPP_RATE and SMPP_WINDOW.",
  queue_full: "Too much waits for the message centre already.",
};

/** Accepted when all parts are. */
function resultOf(submitted: readonly Submitted[]): SendResult {
  const failed = submitted.filter((one) => one.state === "failed");
  const worst = failed.find(({ afterMs }) => afterMs === null) ?? failed[0];
  if (!worst) {
    const refs = submitted.map((one) => (one.state === "accepted" ? messageReference(one.messageId) : ""));
    return { state: "accepted", refs: refs.filter((ref) => ref !== "") };
  }
  const { code, afterMs } = worst;
  if (afterMs === null) return rejected(code, `The message centre refuses: command status ${code}.`);
  const problem = OURS[code] ?? `The message centre did not take the message: ${code}.`;
  return retryLater(code, problem, afterMs);
}

function receiptOf(pdu: Pdu, references: MessageReferences): Receipt | null {
  const receipt = readDeliveryReceipt(pdu);
  if (!receipt) return null;
  const refs = readingsOf(receipt.messageId);
  const sent = references.take(refs);
  const { messageId, state, code } = receipt;
  const heard = { ...(sent ?? { id: null, part: null, parts: null }), refs, state, code };
  if (!sent) references.keepEarly(messageId, heard);
  return heard;
}
