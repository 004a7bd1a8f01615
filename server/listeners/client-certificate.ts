import { createHash, X509Certificate } from "node:crypto";

const THUMBPRINT_OCTETS = 32;

/**
 * SHA-256 of the client certificate (DER) that a proxy passes on in a header, in base64url; null when there is none or
 * the text is no certificate. Proxies write it in four ways: DER in base64 between colons (RFC 9440), PEM encoded as in
 * a URL (nginx, `$ssl_client_escaped_cert`), or the SHA-256 alone, in hexadecimal or base64url.
 */
export function certificateThumbprint(header: string): string | null {
  const text = header.trim();
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, "hex").toString("base64url");
  if (/^[\w-]{43}$/.test(text)) return oneSpelling(text);
  const [, between] = /^:([A-Za-z0-9+/=]+):$/.exec(text) ?? [];
  const certificate = between === undefined ? pemIn(text) : Buffer.from(between, "base64");
  if (!certificate) return null;
  try {
    return createHash("sha256").update(new X509Certificate(certificate).raw).digest("base64url");
  } catch {
    return null;
  }
}

function oneSpelling(text: string): string | null {
  const octets = Buffer.from(text, "base64url");
  return octets.length === THUMBPRINT_OCTETS ? octets.toString("base64url") : null;
}

function pemIn(text: string): string | null {
  if (!text.startsWith("-----BEGIN")) return null;
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
