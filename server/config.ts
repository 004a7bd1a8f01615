import { isIP } from "node:net";
import { resolve } from "node:path";
import { z } from "zod";
import type { ChannelSettings } from "./adapters/channels";
import { CHANNEL_ENVIRONMENT, channelContradictions, channelSettings } from "./channel-config";
import { flag, port, webAddress, whole } from "./config-values";
import { CONTENT_ENVIRONMENT, type ContentSettings, contentContradictions, contentSettings } from "./content-config";
import {
  DEVICE_TLS_ENVIRONMENT,
  type DeviceTlsSettings,
  deviceTlsContradictions,
  deviceTlsSettings,
} from "./device-tls-config";
import { LOG_LEVELS, type LogLevel } from "./log";
import { SANDBOX_ENVIRONMENT, type SandboxSettings, sandboxSettings } from "./sandbox-config";
import { StartProblem } from "./start-problem";

/** What a process does; any number of processes of each role may run over one database. */
export type ProcessRole = "web" | "device" | "worker";

/** Where the key that wraps all data keys comes from. */
export type MasterKeySource =
  | { readonly kind: "value"; readonly octets: Uint8Array }
  /** `mayBeMade`: a missing file is made with a new key (quickstart, development). */
  | { readonly kind: "file"; readonly path: string; readonly mayBeMade: boolean };

/** Everything that can be set from outside, checked. Documented in docs/operating.md. */
export interface Config {
  readonly roles: ReadonlySet<ProcessRole>;
  /** Absolute path: embedded database, keys, quickstart's file. */
  readonly dataDir: string;
  /** null: the embedded PostgreSQL. */
  readonly databaseUrl: string | null;
  /** The same database in the role that owns its tables; null: `databaseUrl` does. */
  readonly databaseOwnerUrl: string | null;
  /** Of the embedded PostgreSQL; 0 means a free one. */
  readonly postgresPort: number;
  readonly host: string;
  readonly webPort: number;
  readonly dmPort: number;
  readonly metricsPort: number;
  /** Origin of console and public API, without a slash at the end. */
  readonly publicUrl: string;
  /** Full address of the device endpoint, as devices are told it. */
  readonly dmPublicUrl: string;
  /** null: plain HTTP. */
  readonly dmTls: DeviceTlsSettings | null;
  /** The way from device to listener is TLS, up to it or to a gateway, or never leaves this machine. */
  readonly dmLegProtected: boolean;
  /** `bench` raises what one source address and one credential may do, for load from loopback. */
  readonly dmLimits: "default" | "bench";
  /** CIDR blocks whose forwarding headers are believed. */
  readonly trustedProxies: readonly string[];
  /** The header, in small letters, in which they pass on the client certificate of an External System; null: in none. */
  readonly clientCertificateHeader: string | null;
  readonly masterKey: MasterKeySource;
  /** Signs the console's cookies; null: derived from the master key. */
  readonly authSecret: string | null;
  readonly quickstart: boolean;
  /** Simulated devices that quickstart registers, and whether it runs them. */
  readonly simulatedDevices: number;
  readonly simulatedDevicesRun: boolean;
  /** Where simulated devices are woken. */
  readonly simulatorPort: number;
  readonly logLevel: LogLevel;
  /** How long device messages are kept. */
  readonly messageDaysKept: number;
  /** How far back the feeds of External Systems go. */
  readonly eventDaysKept: number;
  /** Octets of one device message that are kept. */
  readonly messageOctetsKept: number;
  /** Until a woken device is tried again on a channel, and behind the last attempt until another channel is. */
  readonly wakeUpPausesMinutes: readonly number[];
  /** Pushes a second for each channel that has a limit, over all processes. */
  readonly wakeUpRates: ReadonlyMap<string, number>;
  /** Between the first `readyz` 503 and the last new connection: time for a load balancer to look away. */
  readonly drainSeconds: number;
  /** Processes that answer devices on one port; 1: this one does. */
  readonly deviceProcesses: number;
  /** Connections for console, API and jobs. */
  readonly poolConnectionsMax: number;
  /** Connections of their own for device messages. */
  readonly hotPoolConnectionsMax: number;
  readonly channels: ChannelSettings;
  readonly contents: ContentSettings;
  readonly sandbox: SandboxSettings;
}

const MASTER_KEY_OCTETS = 32;
const ROLES: readonly ProcessRole[] = ["web", "device", "worker"];

const DatabaseAddress = z
  .string()
  .refine(isDatabaseAddress, { error: "set postgres://USER:PASSWORD@HOST:PORT/DATABASE, or leave it out" })
  .refine((text) => !isDatabaseAddress(text) || isPrivateOrVerified(text), {
    error: "a server on another machine needs ?sslmode=verify-full",
  });

const Environment = z.object({
  ROLES: z
    .string()
    .transform((text) => text.split(",").map((role) => role.trim()))
    .refine((roles) => roles.every((role) => ROLES.some((known) => known === role)), {
      error: `set one or more of ${ROLES.join(", ")}, parted by commas`,
    })
    .transform((roles) => new Set(roles as ProcessRole[]))
    .default(new Set(ROLES)),
  DATA_DIR: z.string().default(".data"),
  DATABASE_URL: DatabaseAddress.optional(),
  DATABASE_OWNER_URL: DatabaseAddress.optional(),
  POSTGRES_PORT: port(0, 0),
  HOST: z.string().default("127.0.0.1"),
  WEB_PORT: port(3000),
  DM_PORT: port(3001),
  METRICS_PORT: port(9464),
  PUBLIC_URL: webAddress("the address people and systems use").optional(),
  DM_PUBLIC_URL: webAddress("the address devices use, with its path").optional(),
  DM_BEHIND_TLS: flag(false),
  DM_LIMITS: z.enum(["default", "bench"], { error: "set default or bench" }).optional(),
  TRUSTED_PROXIES: z
    .string()
    .transform((text) => text.split(",").map((block) => block.trim()))
    .refine((blocks) => blocks.every(isCidrBlock), { error: "set CIDR blocks such as 10.0.0.0/8, parted by commas" })
    .default([]),
  CLIENT_CERTIFICATE_HEADER: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,64}$/, { error: "set the name of a header, such as Client-Cert" })
    .toLowerCase()
    .optional(),
  DMWSI_MASTER_KEY: z
    .string()
    .refine((text) => decodeKey(text) !== null, {
      error: `set ${MASTER_KEY_OCTETS} octets as base64 (openssl rand -base64 ${MASTER_KEY_OCTETS})`,
    })
    .optional(),
  DMWSI_MASTER_KEY_FILE: z.string().optional(),
  AUTH_SECRET: z.string().min(32, { error: "set at least 32 characters, or leave it out" }).optional(),
  QUICKSTART: flag(false),
  SIMULATED_DEVICES: whole(1, 1_000).default(20),
  SIMULATED_DEVICES_RUN: flag(true),
  SIMULATOR_PORT: port(3002),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `set one of ${LOG_LEVELS.join(", ")}` }).default("info"),
  MESSAGE_DAYS: whole(1, 3_650).default(30),
  EVENT_DAYS: whole(1, 3_650).default(30),
  MESSAGE_OCTETS: whole(4_096, 262_144).default(65_536),
  WAKE_UP_PAUSES: z
    .string()
    .refine((text) => /^\d{1,4}(,\d{1,4}){0,9}$/.test(text), {
      error: "set minutes between attempts, such as 1,5,30 (one to ten of them)",
    })
    .transform((text) => text.split(",").map(Number))
    .default([1, 5, 30]),
  WAKE_UP_RATES: z
    .string()
    .refine(
      (text) =>
        /^[a-z-]+=\d{1,5}(\.\d{1,3})?(,[a-z-]+=\d{1,5}(\.\d{1,3})?)*$/.test(text) && !/=0*(\.0*)?(,|$)/.test(text),
      {
        error: "set pushes a second by channel, such as smpp=20,udp=200 (0.1 is one in ten seconds)",
      },
    )
    .transform((text) => new Map(text.split(",").map(ratePair)))
    .default(new Map()),
  DEVICE_PROCESSES: whole(1, 64).default(1),
  DRAIN_SECONDS: whole(0, 10).optional(),
  POOL_CONNECTIONS: whole(2, 500).default(12),
  HOT_POOL_CONNECTIONS: whole(2, 100).default(6),
  ...DEVICE_TLS_ENVIRONMENT,
  ...CHANNEL_ENVIRONMENT,
  ...CONTENT_ENVIRONMENT,
  ...SANDBOX_ENVIRONMENT,
});

/** The names of all variables that are read. */
export const SETTINGS: readonly string[] = Object.keys(Environment.shape);

/**
 * Reads and checks the environment: the only place that does. An empty variable counts as not set. `development`
 * (run from source) lets a missing master key be made.
 *
 * Throws StartProblem with one line per wrong variable that says what to set.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>, development = false): Config {
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = Environment.safeParse(set);
  if (!parsed.success) {
    throw new StartProblem(parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("\n"));
  }
  const values = parsed.data;
  const problems = contradictions(values);
  if (problems.length > 0) throw new StartProblem(problems.join("\n"));
  const shownHost = isIP(values.HOST) === 6 ? `[${values.HOST}]` : values.HOST;
  const dataDir = resolve(values.DATA_DIR);
  const dmTls = deviceTlsSettings(values);
  return {
    roles: values.ROLES,
    dataDir,
    databaseUrl: values.DATABASE_URL ?? null,
    databaseOwnerUrl: values.DATABASE_OWNER_URL ?? null,
    postgresPort: values.POSTGRES_PORT,
    host: values.HOST,
    webPort: values.WEB_PORT,
    dmPort: values.DM_PORT,
    metricsPort: values.METRICS_PORT,
    publicUrl: new URL(values.PUBLIC_URL ?? `http://${shownHost}:${values.WEB_PORT}`).origin,
    dmPublicUrl: values.DM_PUBLIC_URL ?? `${dmTls ? "https" : "http"}://${shownHost}:${values.DM_PORT}/dm`,
    dmTls,
    dmLegProtected: values.DM_BEHIND_TLS || dmTls !== null || isLoopback(values.HOST),
    dmLimits: values.DM_LIMITS ?? (values.QUICKSTART ? "bench" : "default"),
    trustedProxies: values.TRUSTED_PROXIES,
    clientCertificateHeader: values.CLIENT_CERTIFICATE_HEADER ?? null,
    masterKey: masterKeySource(values, dataDir, development),
    authSecret: values.AUTH_SECRET ?? null,
    quickstart: values.QUICKSTART,
    simulatedDevices: values.SIMULATED_DEVICES,
    simulatedDevicesRun: values.SIMULATED_DEVICES_RUN,
    simulatorPort: values.SIMULATOR_PORT,
    logLevel: values.LOG_LEVEL,
    messageDaysKept: values.MESSAGE_DAYS,
    eventDaysKept: values.EVENT_DAYS,
    messageOctetsKept: values.MESSAGE_OCTETS,
    wakeUpPausesMinutes: values.WAKE_UP_PAUSES,
    wakeUpRates: values.WAKE_UP_RATES,
    drainSeconds: drainSeconds(values, development),
    poolConnectionsMax: values.POOL_CONNECTIONS,
    deviceProcesses: values.DEVICE_PROCESSES,
    hotPoolConnectionsMax: values.HOT_POOL_CONNECTIONS,
    channels: channelSettings(values),
    contents: contentSettings(values, dataDir, values.QUICKSTART),
    sandbox: sandboxSettings(values, values.QUICKSTART && values.SIMULATED_DEVICES_RUN),
  };
}

type Values = z.output<typeof Environment>;

function contradictions(values: Values): string[] {
  const problems: string[] = [...deviceTlsContradictions(values)];
  if (values.QUICKSTART && !isLoopback(values.HOST)) {
    problems.push("HOST: quickstart has a known account and listens on loopback only; set 127.0.0.1");
  }
  if (values.DATABASE_OWNER_URL && !values.DATABASE_URL) {
    problems.push("DATABASE_OWNER_URL: it goes with DATABASE_URL; the embedded database has roles of its own");
  }
  if (values.DMWSI_MASTER_KEY && values.DMWSI_MASTER_KEY_FILE) {
    problems.push("DMWSI_MASTER_KEY: set this or DMWSI_MASTER_KEY_FILE, not both");
  }
  if (values.DM_LIMITS === "bench" && !isLoopback(values.HOST)) {
    problems.push("DM_LIMITS: bench is for a listener on loopback; set default");
  }
  if (values.CLIENT_CERTIFICATE_HEADER && values.TRUSTED_PROXIES.length === 0) {
    problems.push("CLIENT_CERTIFICATE_HEADER: it is believed from listed proxies only; set TRUSTED_PROXIES");
  }
  if (isEveryAddress(values.HOST)) {
    if (!values.PUBLIC_URL)
      problems.push(`PUBLIC_URL: set the address people and systems use; HOST ${values.HOST} is none`);
    if (!values.DM_PUBLIC_URL) problems.push(`DM_PUBLIC_URL: set the address devices use; HOST ${values.HOST} is none`);
  }
  const ports = [
    values.WEB_PORT,
    values.DM_PORT,
    values.METRICS_PORT,
    ...(values.QUICKSTART ? [values.SIMULATOR_PORT] : []),
    ...(values.SANDBOX && values.SANDBOX_PORT ? [values.SANDBOX_PORT] : []),
    ...(values.HTTP_SMS_RECEIPT_URL ? [values.HTTP_SMS_RECEIPT_PORT] : []),
  ];
  if (new Set(ports).size < ports.length)
    problems.push(
      "WEB_PORT, DM_PORT, METRICS_PORT, SIMULATOR_PORT, SANDBOX_PORT, HTTP_SMS_RECEIPT_PORT: set different ports",
    );
  return [...problems, ...channelContradictions(values), ...contentContradictions(values)];
}

function ratePair(text: string): [string, number] {
  const [channel = "", rate = ""] = text.split("=");
  return [channel, Number(rate)];
}

/** On a machine of one's own nobody balances load: stop at once. */
function drainSeconds(values: Values, development: boolean): number {
  return values.DRAIN_SECONDS ?? (values.QUICKSTART || development ? 0 : 5);
}

function masterKeySource(values: Values, dataDir: string, development: boolean): MasterKeySource {
  const octets = values.DMWSI_MASTER_KEY ? decodeKey(values.DMWSI_MASTER_KEY) : null;
  if (octets) return { kind: "value", octets };
  if (values.DMWSI_MASTER_KEY_FILE) {
    return { kind: "file", path: resolve(values.DMWSI_MASTER_KEY_FILE), mayBeMade: false };
  }
  return { kind: "file", path: resolve(dataDir, "master.key"), mayBeMade: values.QUICKSTART || development };
}

/** 32 octets in base64 or base64url; null when the text is anything else. */
export function decodeKey(text: string): Uint8Array | null {
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return null;
  const octets = Buffer.from(text, "base64");
  return octets.length === MASTER_KEY_OCTETS ? octets : null;
}

/** A host that only this machine can reach. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}

function isEveryAddress(host: string): boolean {
  return host === "0.0.0.0" || host === "::";
}

function isDatabaseAddress(text: string): boolean {
  return URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol);
}

function isPrivateOrVerified(text: string): boolean {
  const url = new URL(text);
  const host = decodeURIComponent(url.hostname);
  return host === "" || host.startsWith("/") || isLoopback(host) || url.searchParams.get("sslmode") === "verify-full";
}

function isCidrBlock(text: string): boolean {
  const [address = "", bits = "", ...rest] = text.split("/");
  const family = isIP(address);
  return family !== 0 && rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128);
}
