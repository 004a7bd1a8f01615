import { ADDRESS_RULES, parseLoopbackUrl } from "./addresses";
import type { DeviceChannel, SendResult } from "./channel";
import { isRefusal, rejected, retryLater } from "./failures";

const TIMEOUT_MS = 5_000;

/**
 * Wakes a simulated device: posts the push, channel-neutral, to the device's callback URL. Loopback only: an address
 * that leads elsewhere is rejected without a connection, and redirects are not followed.
 */
export const simHttpChannel: DeviceChannel = {
  kind: "sim-http",
  needs: ["url"],
  maxBody: 65_536,
  secondsFor: () => 0,
  async send({ to, push }) {
    const url = parseLoopbackUrl(to);
    if (!url) return rejected("bad_address", ADDRESS_RULES["sim-http"]);
    try {
      const response = await fetch(url, {
        method: "POST",
        redirect: "error",
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          contentType: push.contentType,
          appId: push.applicationId,
          ...(push.protection && { sec: push.protection.security, mac: push.protection.mac }),
          bodyBase64: Buffer.from(push.body).toString("base64"),
        }),
      });
      await response.body?.cancel();
      return resultOf(response.status);
    } catch (error) {
      const reason = reasonOf(error);
      const problem = `The simulated device did not answer: ${reason}.`;
      return retryLater(reason, problem);
    }
  },
  // The device's answer is all there is to know.
  onReceipt() {},
  async close() {},
};

function resultOf(status: number): SendResult {
  if (status >= 200 && status < 300) return { state: "accepted", refs: [] };
  const problem = `The simulated device answered ${status}.`;
  const code = `${status}`;
  return isRefusal(status) ? rejected(code, problem) : retryLater(code, problem);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown reason";
  const cause = error.cause;
  return cause instanceof Error && "code" in cause ? String(cause.code) : error.message;
}
