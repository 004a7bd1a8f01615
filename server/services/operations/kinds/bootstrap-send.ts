import { z } from "zod";
import { bootstrap, failed, operationKind, succeeded } from "../plans";
import type { SealedParameter } from "../sealed-parameters";

const WAIT_SECONDS_DEFAULT = 86_400;
const WAIT_SECONDS_MAX = 30 * 86_400;

/** What each method is called in the two profiles [OMA-TS-DM_Bootstrap 1.2.1, OMA-WAP-ProvBoot 1.1]. */
const METHODS = {
  cp: { netwpin: "NETWPIN", userpin: "USERPIN", usernetwpin: "USERNETWPIN" },
  dm: { netwpin: "NETWORKID", userpin: "USERPIN", usernetwpin: "USERPIN_NETWORKID" },
} as const;

const BootstrapSendParams = z
  .strictObject({
    /** OMA Client Provisioning, which nearly all devices take, or the profile of OMA DM. */
    profile: z.enum(["cp", "dm"]).default("cp"),
    /** What the device tells the sender by: its IMSI, a PIN that its user was told, or both. */
    security: z.enum(["netwpin", "userpin", "usernetwpin"]).default("netwpin"),
    pin: z
      .string()
      .regex(/^\d{4,20}$/, { message: "A PIN has 4 to 20 digits." })
      .optional(),
    /** The only channel it may take; when left out, those of the device in their order. */
    channel: z.string().min(1).max(64).optional(),
    /** How long to wait for the device's first session with the new account. */
    withinSeconds: z.number().int().min(60).max(WAIT_SECONDS_MAX).default(WAIT_SECONDS_DEFAULT),
  })
  .refine(({ security, pin }) => (security === "netwpin") === (pin === undefined), {
    path: ["pin"],
    message: "userpin and usernetwpin need the PIN that the user was told; netwpin has none.",
  });

const BootstrapSendResult = z.object({
  profile: z.enum(["cp", "dm"]),
  /** The channels that took it, in their order. */
  channels: z.array(z.string()),
  /** How often it was sent. */
  sends: z.number().int(),
});

/**
 * Gives a device a new management account, whatever it has now: secrets of its own that the server makes up, in a
 * document that is never sent without the MAC that protects them. A device answers nothing to it: that it took the
 * account shows in its first session, which proves itself with the new secrets. Until then the old ones stay valid.
 */
export const bootstrapSend = operationKind({
  kind: "bootstrap.send",
  version: 1,
  scope: "operations:destructive",
  params: BootstrapSendParams,
  result: BootstrapSendResult,
  billable: true,
  secretParams: ["pin"],
  excludes: ["bootstrap.send"],
  *plan(_device, { profile, security, channel, withinSeconds, ...params }) {
    const answer = yield* bootstrap(
      {
        profile: profile === "cp" ? "oma_cp" : "dm",
        security: METHODS[profile][security],
        // Sealed when the operation was started, so not what the schema made of it.
        pin: (params.pin as SealedParameter | undefined) ?? null,
        channel: channel ?? null,
      },
      { within: withinSeconds },
    );
    const { state, problem, channels, sends } = answer;
    const result = { profile, channels: [...channels], sends };
    switch (state) {
      case "proved":
        return succeeded("verified", result);
      case "silent": {
        const text =
          "It was sent, and no session with the new account came in time: the device may have it all the same.";
        return failed("unconfirmed", { code: "unconfirmed", text, retryable: false, result });
      }
      case "untaken": {
        const text = "No channel took it in time.";
        return failed("error", { code: "timed_out", text, retryable: false, result });
      }
      case "unsendable":
        return failed("error", {
          code: "not_sendable",
          ...(problem !== null && { text: problem }),
          retryable: false,
          result,
        });
    }
  },
});
