import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { createSecureContext, type SecureVersion, TLSSocket } from "node:tls";
import type { DeviceTlsSettings } from "../device-tls-config";
import { StartProblem } from "../start-problem";

/** What `node:https` is opened with. */
export interface DeviceTls {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly minVersion: SecureVersion;
  readonly ciphers?: string;
  readonly requestCert: boolean;
  /** Certificates of devices are known by their thumbprint, not by who signed them; the service looks at that. */
  readonly rejectUnauthorized: false;
}

/**
 * Reads the listener's certificate and key.
 *
 * Throws StartProblem when a file cannot be read, or the two do not belong together.
 */
export function loadDeviceTls(settings: DeviceTlsSettings): DeviceTls {
  const cert = read("DM_TLS_CERT_FILE", settings.certificateFile);
  const key = read("DM_TLS_KEY_FILE", settings.keyFile);
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StartProblem(
      `DM_TLS_CERT_FILE, DM_TLS_KEY_FILE: set a certificate and its own key, both as PEM without a passphrase (${why})`,
    );
  }
  return {
    cert,
    key,
    minVersion: settings.legacy ? "TLSv1" : "TLSv1.2",
    // OpenSSL offers what TLS 1.0 and 1.1 sign with at this level only.
    ...(settings.legacy && { ciphers: "DEFAULT@SECLEVEL=0" }),
    requestCert: settings.asksForCertificate,
    rejectUnauthorized: false,
  };
}

function read(setting: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : error;
    throw new StartProblem(`${setting}: ${file} cannot be read (${code}); set the path of a PEM file`);
  }
}

/**
 * SHA-256 of the certificate that the device showed, in lower-case hex; undefined where it showed none, or one that is
 * not valid at this time. The handshake proved that the device has its key.
 */
export function certificateOf(request: IncomingMessage, nowMs: number): string | undefined {
  const { socket } = request;
  const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
  if (!certificate) return undefined;
  const isValid = Date.parse(certificate.validFrom) <= nowMs && nowMs < Date.parse(certificate.validTo);
  return isValid ? createHash("sha256").update(certificate.raw).digest("hex") : undefined;
}

/** Whether the connection is one that only a listener marked legacy takes. */
export function isLegacy(socket: TLSSocket): boolean {
  const version = socket.getProtocol();
  return version === "TLSv1" || version === "TLSv1.1";
}
