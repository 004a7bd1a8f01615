import { resolve } from "node:path";
import { z } from "zod";

/** How the device listener speaks TLS. */
export interface DeviceTlsSettings {
  /** PEM files: the certificate with its chain, and its key. Absolute paths. */
  readonly certificateFile: string;
  readonly keyFile: string;
  /** TLS 1.0 and 1.1 too, for devices that know nothing better. */
  readonly legacy: boolean;
  /** Devices are asked for a certificate; without one they count as not authenticated. */
  readonly asksForCertificate: boolean;
}

export const DEVICE_TLS_ENVIRONMENT = {
  DM_TLS_CERT_FILE: z.string().optional(),
  DM_TLS_KEY_FILE: z.string().optional(),
  DM_TLS_VERSIONS: z.enum(["1.2", "legacy"], { error: "set 1.2 or legacy" }).default("1.2"),
  DM_TLS_CLIENT_CERTIFICATES: z.enum(["none", "ask"], { error: "set none or ask" }).default("none"),
};

type Values = z.output<z.ZodObject<typeof DEVICE_TLS_ENVIRONMENT>>;

/** null: the listener speaks plain HTTP. */
export function deviceTlsSettings(values: Values): DeviceTlsSettings | null {
  const { DM_TLS_CERT_FILE: certificateFile, DM_TLS_KEY_FILE: keyFile } = values;
  if (certificateFile === undefined || keyFile === undefined) return null;
  return {
    certificateFile: resolve(certificateFile),
    keyFile: resolve(keyFile),
    legacy: values.DM_TLS_VERSIONS === "legacy",
    asksForCertificate: values.DM_TLS_CLIENT_CERTIFICATES === "ask",
  };
}

export function deviceTlsContradictions(values: Values): string[] {
  const files = [values.DM_TLS_CERT_FILE, values.DM_TLS_KEY_FILE].filter((file) => file !== undefined).length;
  if (files === 1) return ["DM_TLS_CERT_FILE: set this and DM_TLS_KEY_FILE, or neither"];
  const wantsTls = values.DM_TLS_VERSIONS === "legacy" || values.DM_TLS_CLIENT_CERTIFICATES === "ask";
  if (files === 0 && wantsTls) {
    return ["DM_TLS_VERSIONS, DM_TLS_CLIENT_CERTIFICATES: these need DM_TLS_CERT_FILE and DM_TLS_KEY_FILE"];
  }
  return [];
}
