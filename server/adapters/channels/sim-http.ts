import type { DeviceChannel, SendResult } from "./device-channel";

const TIMEOUT_MS = 5_000;
const LOOPBACK_HOSTS = new Set(["127.0.0.1", "localhost", "[::1]"]);

/**
 * Wakes a simulated device: posts the push, channel-neutral, to the device's callback URL. Loopback only: an address
 * that leads elsewhere is rejected without a connection, and redirects are not followed.
 */
export const simHttpChannel: DeviceChannel = {
  kind: "sim-http",
  bodyOctetsMax: 65_536,
  async send(push) {
    const url = loopbackUrl(push.address);
    if (!url) return { state: "rejected", problem: "The sim-http address must be an http URL on this machine." };
    try {
      const response = await fetch(url, {
        method: "POST",
        redirect: "error",
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          contentType: push.contentType,
          appId: push.applicationId,
          bodyBase64: Buffer.from(push.body).toString("base64"),
        }),
      });
      await response.body?.cancel();
      return resultOf(response.status);
    } catch (error) {
      return { state: "retry", problem: `The simulated device did not answer: ${reasonOf(error)}.` };
    }
  },
};

function loopbackUrl(address: string): URL | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  return url.protocol === "http:" && LOOPBACK_HOSTS.has(url.hostname) && !url.username ? url : null;
}

function resultOf(status: number): SendResult {
  if (status >= 200 && status < 300) return { state: "accepted" };
  const problem = `The simulated device answered ${status}.`;
  return status >= 500 || status === 429 ? { state: "retry", problem } : { state: "rejected", problem };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown reason";
  const cause = error.cause;
  return cause instanceof Error && "code" in cause ? String(cause.code) : error.message;
}
