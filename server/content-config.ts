import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import type { S3StoreSettings } from "./adapters/content-store";
import type { AllowedHosts } from "./adapters/safe-fetch";
import { webAddress, whole } from "./config-values";
import type { SignaturePolicy } from "./services/contents";
import { StartProblem } from "./start-problem";

/** `host` or `host:port`, in small letters; an IPv6 address without brackets only where no port is given. */
const HOST = /^([a-z0-9.-]{1,253}(:\d{1,5})?|[0-9a-f:]{2,45})$/;
const HOSTS_MAX = 100;

/** How contents come in, and where the server goes for addresses that users give. Documented in docs/operating.md. */
export const CONTENT_ENVIRONMENT = {
  CONTENT_DIR: z.string().optional(),
  CONTENT_STORE: z.enum(["disk", "s3"], { error: "set disk or s3" }).default("disk"),
  CONTENT_S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, { error: "set the name of a bucket" })
    .optional(),
  CONTENT_S3_ENDPOINT: webAddress("the address of the service's S3 API").optional(),
  CONTENT_S3_REGION: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/, { error: "set the name of a region" })
    .default("us-east-1"),
  CONTENT_S3_PREFIX: z
    .string()
    .regex(/^([A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*)?$/, { error: "set words parted by slashes, such as dmwsi/contents" })
    .max(200, { error: "set at most 200 characters" })
    .default(""),
  CONTENT_S3_ACCESS_KEY_ID: z.string().optional(),
  CONTENT_S3_SECRET_ACCESS_KEY: z.string().optional(),
  CONTENT_S3_SECRET_ACCESS_KEY_FILE: z.string().optional(),
  CONTENT_SIGNATURES: z.enum(["none", "signature", "strict"], { error: "set none, signature or strict" }).optional(),
  CONTENT_PULL_REDIRECTS: whole(0, 3).default(0),
  OUTBOUND_HOSTS: z
    .string()
    .transform((text) => text.split(",").map((host) => host.trim().toLowerCase()))
    .refine((hosts) => hosts.length <= HOSTS_MAX && hosts.every((host) => HOST.test(host)), {
      error: `set at most ${HOSTS_MAX} hosts such as files.example.internal or 10.0.0.5:8080, parted by commas`,
    })
    .transform((hosts): AllowedHosts => new Set(hosts))
    .optional(),
};

const Environment = z.object(CONTENT_ENVIRONMENT);
type Values = z.output<typeof Environment>;

export interface ContentSettings {
  /** Absolute path; not used where `bucket` is set. */
  readonly directory: string;
  /** null: contents are in the directory. */
  readonly bucket: S3StoreSettings | null;
  readonly signatures: SignaturePolicy;
  readonly pullRedirectsMax: number;
  /** Where the server may go besides the public Internet. */
  readonly outboundHosts: AllowedHosts;
}

/** What of a bucket is set only half, or without its use, one line each. */
export function contentContradictions(values: Values): string[] {
  const isSet = (name: keyof Values) => values[name] !== undefined;
  if (values.CONTENT_STORE === "disk") {
    return isSet("CONTENT_S3_BUCKET") ? ["CONTENT_S3_BUCKET: set CONTENT_STORE=s3 too, or leave it out"] : [];
  }
  const secrets = ["CONTENT_S3_SECRET_ACCESS_KEY", "CONTENT_S3_SECRET_ACCESS_KEY_FILE"] as const;
  const [secret] = secrets;
  return [
    ...(isSet("CONTENT_S3_BUCKET") ? [] : ["CONTENT_S3_BUCKET: set it, for CONTENT_STORE=s3"]),
    ...(isSet("CONTENT_S3_ACCESS_KEY_ID") ? [] : ["CONTENT_S3_ACCESS_KEY_ID: set it, for CONTENT_STORE=s3"]),
    ...(secrets.filter(isSet).length === 1 ? [] : [`${secret}: set either this or ${secrets[1]}`]),
  ];
}

/** Throws StartProblem when the file with the secret cannot be read. */
function bucketSettings(values: Values): S3StoreSettings {
  const file = values.CONTENT_S3_SECRET_ACCESS_KEY_FILE;
  const secret = file === undefined ? values.CONTENT_S3_SECRET_ACCESS_KEY : secretIn(file);
  return {
    bucket: values.CONTENT_S3_BUCKET ?? "",
    endpoint: values.CONTENT_S3_ENDPOINT ?? null,
    region: values.CONTENT_S3_REGION,
    prefix: values.CONTENT_S3_PREFIX,
    accessKeyId: values.CONTENT_S3_ACCESS_KEY_ID ?? "",
    secretAccessKey: secret ?? "",
  };
}

function secretIn(file: string): string {
  try {
    return readFileSync(file, "utf8").replace(/\r?\n$/, "");
  } catch (error) {
    throw new StartProblem(`CONTENT_S3_SECRET_ACCESS_KEY_FILE: cannot be read: ${String(error)}`);
  }
}

/** Where the receiver of docs/integrating.md listens, on the machine of quickstart. */
const GUIDE_RECEIVER = "127.0.0.1:3005";

/** Quickstart's packages are nobody's, so no signature is asked for there, and its events go to the guide's receiver. */
export function contentSettings(values: Values, dataDir: string, quickstart: boolean): ContentSettings {
  return {
    directory: values.CONTENT_DIR === undefined ? resolve(dataDir, "contents") : resolve(values.CONTENT_DIR),
    bucket: values.CONTENT_STORE === "s3" ? bucketSettings(values) : null,
    signatures: values.CONTENT_SIGNATURES ?? (quickstart ? "none" : "signature"),
    pullRedirectsMax: values.CONTENT_PULL_REDIRECTS,
    outboundHosts: values.OUTBOUND_HOSTS ?? new Set(quickstart ? [GUIDE_RECEIVER] : []),
  };
}
