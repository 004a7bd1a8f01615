import { ADDRESS_RULES, parseMsisdn, parseSocketAddress } from "../addresses";
import { bareRequest } from "../bare-http";
import type { ChannelMessage, DeviceChannel, SendResult } from "../channel";
import { errorCode, isRefusal, rejected, retryLater } from "../failures";
import { readSubmissionAnswer, SUBMISSION_TYPE, writeSubmission } from "./push-submission";

export interface PapSettings {
  /** Where the push proxy gateway takes submissions. */
  readonly url: string;
  /** "" with no sign-in. */
  readonly username: string;
  readonly password: string;
}

const BODY_OCTETS_MAX = 1_024;
const NO_MAC_PROBLEM =
  "A push proxy gateway takes the SEC and MAC of a bootstrap away, so the device would not trust it: " +
  "send bootstraps by smpp, http-sms or udp.";

/**
 * Pushes through a push proxy gateway by the Push Access Protocol. For Package 0 only: gateways drop the parameters that
 * prove a bootstrap. The gateway tells nothing of what became of a push.
 */
export function papChannel(settings: PapSettings): DeviceChannel {
  return {
    kind: "pap",
    needs: ["msisdn", "ip"],
    maxBody: BODY_OCTETS_MAX,
    secondsFor: () => 0,
    async send(message): Promise<SendResult> {
      if (message.purpose === "bootstrap" || message.push.protection) return rejected("bootstrap_mac", NO_MAC_PROBLEM);
      const address = papAddress(message.to, new URL(settings.url).hostname);
      if (!address) return rejected("bad_address", ADDRESS_RULES.pap);
      try {
        const answer = await bareRequest({
          method: "POST",
          url: settings.url,
          headers: { "Content-Type": SUBMISSION_TYPE, ...authorization(settings) },
          body: writeSubmission({
            pushId: pushIdOf(message),
            address,
            push: message.push,
            deliverBefore: new Date(Date.now() + message.validForSeconds * 1_000).toISOString().replace(/\.\d+Z$/, "Z"),
          }),
        });
        return resultOf(answer.status, answer.text);
      } catch (error) {
        const code = errorCode(error);
        return retryLater(code, `The push gateway cannot be reached: ${code}.`);
      }
    },
    // For unconfirmed pushes gateways notify of nothing. A confirmed one begins with a WSP session that the device is asked
    // to open, which clients of OMA DM do not.
    onReceipt() {},
    async close() {},
  };
}

function papAddress(to: string, gateway: string): string | null {
  const number = parseMsisdn(to);
  if (number) return `WAPPUSH=+${number}/TYPE=PLMN@${gateway}`;
  const address = parseSocketAddress(to);
  return address?.family === 4 ? `WAPPUSH=${address.host}/TYPE=IPV4@${gateway}` : null;
}

function pushIdOf({ id }: ChannelMessage): string {
  return `${Buffer.from(id, "utf8").toString("base64url")}@dmwsi`;
}

function authorization({ username, password }: PapSettings): Record<string, string> {
  if (username === "") return {};
  return { Authorization: `Basic ${Buffer.from(`${username}:${password}`, "utf8").toString("base64")}` };
}

/**
 * By the code in the XML: gateways answer 202 to what they refuse. Its first digit is the class: 1 success, 2 the
 * submission is wrong, 3 and 4 the gateway failed, 5 the device aborted. Source: WAP-247-PAP, 9.13.
 */
function resultOf(status: number, xml: string): SendResult {
  const answer = readSubmissionAnswer(xml);
  if (!answer) {
    const problem = `The push gateway answered ${status} without a PAP response.`;
    return status >= 400 && isRefusal(status) ? rejected(`${status}`, problem) : retryLater(`${status}`, problem);
  }
  const { code, words } = answer;
  if (code.startsWith("1")) return { state: "accepted", refs: [] };
  const problem = `The push gateway answered ${code}${words ? `: ${words}` : ""}.`;
  return code.startsWith("2") ? rejected(code, problem) : retryLater(code, problem);
}
