import { resolve } from "node:path";
import { z } from "zod";
import type { AllowedHosts } from "./adapters/safe-fetch";
import { whole } from "./config-values";
import type { SignaturePolicy } from "./services/contents";

/** `host` or `host:port`, in small letters; an IPv6 address without brackets only where no port is given. */
const HOST = /^([a-z0-9.-]{1,253}(:\d{1,5})?|[0-9a-f:]{2,45})$/;
const HOSTS_MAX = 100;

/** How contents come in, and where the server goes for addresses that users give. Documented in docs/operating.md. */
export const CONTENT_ENVIRONMENT = {
  CONTENT_DIR: z.string().optional(),
  CONTENT_SIGNATURES: z.enum(["none", "signature", "strict"], { error: "set none, signature or strict" }).optional(),
  CONTENT_PULL_REDIRECTS: whole(0, 3).default(0),
  OUTBOUND_HOSTS: z
    .string()
    .transform((text) => text.split(",").map((host) => host.trim().toLowerCase()))
    .refine((hosts) => hosts.length <= HOSTS_MAX && hosts.every((host) => HOST.test(host)), {
      error: `set at most ${HOSTS_MAX} hosts such as files.example.internal or 10.0.0.5:8080, parted by commas`,
    })
    .transform((hosts): AllowedHosts => new Set(hosts))
    .default(new Set<string>()),
};

const Environment = z.object(CONTENT_ENVIRONMENT);

export interface ContentSettings {
  /** Absolute path. */
  readonly directory: string;
  readonly signatures: SignaturePolicy;
  readonly pullRedirectsMax: number;
  /** Where the server may go besides the public Internet. */
  readonly outboundHosts: AllowedHosts;
}

/** Quickstart's packages are nobody's, so no signature is asked for there. */
export function contentSettings(
  values: z.output<typeof Environment>,
  dataDir: string,
  quickstart: boolean,
): ContentSettings {
  return {
    directory: values.CONTENT_DIR === undefined ? resolve(dataDir, "contents") : resolve(values.CONTENT_DIR),
    signatures: values.CONTENT_SIGNATURES ?? (quickstart ? "none" : "signature"),
    pullRedirectsMax: values.CONTENT_PULL_REDIRECTS,
    outboundHosts: values.OUTBOUND_HOSTS,
  };
}
