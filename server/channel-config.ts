import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { z } from "zod";
import type { ChannelSettings } from "./adapters/channels";
import { flag, port, webAddress, whole } from "./config-values";
import { StartProblem } from "./start-problem";

/** Ports that message centres listen on by custom: in clear, and with TLS from the first octet. */
const SMPP_PORT = 2_775;
const SMPP_TLS_PORT = 3_550;
/** Where connectionless pushes come from by custom [IANA wap-wsp]. */
const PUSH_SOURCE_PORT = 9_200;

const shortText = (charactersMax: number) =>
  z.string().max(charactersMax, { error: `set at most ${charactersMax} characters` });
const secret = shortText(256).optional();

/** Ways to devices beside the simulator's; each is off until it is set. Documented in docs/operating.md. */
export const CHANNEL_ENVIRONMENT = {
  UDP_PUSH: flag(false),
  UDP_PUSH_SOURCE_PORT: port(PUSH_SOURCE_PORT, 0),
  SMPP_URL: z
    .string()
    .refine(isSmppAddress, { error: "set smpp://SYSTEM_ID@HOST:PORT, or smpps:// for TLS" })
    .optional(),
  SMPP_PASSWORD: secret,
  SMPP_PASSWORD_FILE: z.string().optional(),
  SMPP_CA_FILE: z.string().optional(),
  SMPP_SYSTEM_TYPE: shortText(12).default(""),
  SMPP_SOURCE: z
    .string()
    .regex(/^(\d{1,15}|[\x20-\x7e]{1,11})$/, { error: "set up to 15 digits, or a name of up to 11 characters" })
    .optional(),
  SMPP_DATA_CODING: z.enum(["4", "245"], { error: "set 4 (8-bit) or 245 (8-bit, class 1)" }).default("4"),
  SMPP_WINDOW: whole(1, 100).default(10),
  SMPP_RATE: whole(1, 1_000).default(20),
  HTTP_SMS_URL: webAddress("the address of the gateway's sendsms").optional(),
  HTTP_SMS_USERNAME: shortText(64).optional(),
  HTTP_SMS_PASSWORD: secret,
  HTTP_SMS_PASSWORD_FILE: z.string().optional(),
  HTTP_SMS_FROM: shortText(20).default(""),
  HTTP_SMS_RECEIPT_URL: webAddress("the address at which the gateway reaches HTTP_SMS_RECEIPT_PORT").optional(),
  HTTP_SMS_RECEIPT_HOST: z.string().default("127.0.0.1"),
  HTTP_SMS_RECEIPT_PORT: port(3_003),
  PAP_URL: webAddress("the address of the push gateway").optional(),
  PAP_USERNAME: shortText(64).default(""),
  PAP_PASSWORD: secret,
  PAP_PASSWORD_FILE: z.string().optional(),
};

const Environment = z.object(CHANNEL_ENVIRONMENT);
type Values = z.output<typeof Environment>;

/** What is set only half, one line each. */
export function channelContradictions(values: Values): string[] {
  const problems: string[] = [];
  for (const prefix of ["SMPP", "HTTP_SMS", "PAP"] as const) {
    if (values[`${prefix}_PASSWORD`] !== undefined && values[`${prefix}_PASSWORD_FILE`] !== undefined) {
      problems.push(`${prefix}_PASSWORD: set this or ${prefix}_PASSWORD_FILE, not both`);
    }
  }
  const hasPassword = (prefix: "SMPP" | "HTTP_SMS"): boolean =>
    values[`${prefix}_PASSWORD`] !== undefined || values[`${prefix}_PASSWORD_FILE`] !== undefined;
  if (values.SMPP_URL && !hasPassword("SMPP")) problems.push("SMPP_PASSWORD: set this or SMPP_PASSWORD_FILE");
  if (values.SMPP_CA_FILE !== undefined && !values.SMPP_URL?.startsWith("smpps:")) {
    problems.push("SMPP_CA_FILE: set smpps:// in SMPP_URL, or leave it out");
  }
  if (values.HTTP_SMS_URL && !values.HTTP_SMS_USERNAME) problems.push("HTTP_SMS_USERNAME: set the gateway's user");
  if (values.HTTP_SMS_URL && !hasPassword("HTTP_SMS")) {
    problems.push("HTTP_SMS_PASSWORD: set this or HTTP_SMS_PASSWORD_FILE");
  }
  return problems;
}

/** Throws StartProblem when a file with a password or certificates cannot be read. */
export function channelSettings(values: Values): ChannelSettings {
  return {
    udp: udpSettings(values),
    smpp: smppSettings(values),
    httpSms: httpSmsSettings(values),
    pap: papSettings(values),
  };
}

function udpSettings(values: Values): ChannelSettings["udp"] {
  return values.UDP_PUSH ? { sourcePort: values.UDP_PUSH_SOURCE_PORT } : null;
}

function smppSettings(values: Values): ChannelSettings["smpp"] {
  if (!values.SMPP_URL) return null;
  const url = new URL(values.SMPP_URL);
  const tls = url.protocol === "smpps:";
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? (tls ? SMPP_TLS_PORT : SMPP_PORT) : Number(url.port),
    tls,
    ca: values.SMPP_CA_FILE === undefined ? null : certificates("SMPP_CA_FILE", values.SMPP_CA_FILE),
    systemId: decodeURIComponent(url.username),
    password: password(values, "SMPP"),
    systemType: values.SMPP_SYSTEM_TYPE,
    sourceAddress: values.SMPP_SOURCE ?? "",
    dataCoding: values.SMPP_DATA_CODING === "4" ? 0x04 : 0xf5,
    window: values.SMPP_WINDOW,
    perSecond: values.SMPP_RATE,
  };
}

function httpSmsSettings(values: Values): ChannelSettings["httpSms"] {
  if (!values.HTTP_SMS_URL) return null;
  const publicUrl = values.HTTP_SMS_RECEIPT_URL;
  return {
    url: values.HTTP_SMS_URL,
    username: values.HTTP_SMS_USERNAME ?? "",
    password: password(values, "HTTP_SMS"),
    from: values.HTTP_SMS_FROM,
    receipts: publicUrl
      ? {
          host: values.HTTP_SMS_RECEIPT_HOST,
          port: values.HTTP_SMS_RECEIPT_PORT,
          publicUrl: publicUrl.replace(/\/+$/, ""),
        }
      : null,
  };
}

function papSettings(values: Values): ChannelSettings["pap"] {
  if (!values.PAP_URL) return null;
  return { url: values.PAP_URL, username: values.PAP_USERNAME, password: password(values, "PAP") };
}

function password(values: Values, prefix: "SMPP" | "HTTP_SMS" | "PAP"): string {
  const file = values[`${prefix}_PASSWORD_FILE`];
  if (file === undefined) return values[`${prefix}_PASSWORD`] ?? "";
  return fileText(`${prefix}_PASSWORD_FILE`, file).replace(/\r?\n$/, "");
}

/** TLS takes a file without any certificate in silence, and then trusts nobody. */
function certificates(setting: string, file: string): string {
  const text = fileText(setting, file);
  try {
    new X509Certificate(text);
  } catch {
    throw new StartProblem(`${setting}: ${file} holds no certificate: name a PEM file of one or more`);
  }
  return text;
}

function fileText(setting: string, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartProblem(`${setting}: cannot be read: ${reason}`);
  }
}

function isSmppAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password: inClear, hostname } = new URL(text);
  return /^smpps?:$/.test(protocol) && username !== "" && inClear === "" && hostname !== "";
}
