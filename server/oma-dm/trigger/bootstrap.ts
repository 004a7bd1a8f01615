import { bootstrapMac, imsiKey, pinCheckDigits } from "../security";
import { writeAccountMessage } from "./account-message";
import type { BootstrapAccount } from "./bootstrap-account";
import { writeProvisioningDocument } from "./provisioning-document";
import type { BootstrapSecurity, PushMessage, PushProtection } from "./push-message";

export interface BootstrapInput {
  /** OMA Client Provisioning, or a DM message with a tree for the Inbox. */
  readonly profile: "oma_cp" | "dm";
  readonly devId: string;
  readonly account: BootstrapAccount;
  /** null: nothing proves where the document comes from; then it may hold no secret. */
  readonly security: BootstrapSecurity | null;
  /** 6 to 15 digits, for the methods that know the device by its subscriber. */
  readonly imsi: string | null;
  /** Digits that the user gets by another way. With USERPINMAC the first half of them, 5 to 20. */
  readonly pin: string | null;
}

/** Why no bootstrap is written. Nothing of the input is in it, so it may be shown and logged. */
export type BootstrapRefusal =
  /** A secret in clear that nothing protects: USERPINMAC sends no MAC either. */
  | "SECRET_WITHOUT_MAC"
  /** OMA CP and the DM profile have methods of their own. */
  | "SECURITY_NOT_OF_PROFILE"
  | "IMSI_MISSING"
  | "PIN_MISSING"
  | "PIN_UNFIT";

export type BootstrapOutcome =
  | {
      readonly state: "written";
      readonly push: PushMessage;
      /** What the user is to enter; null where the device asks for nothing. */
      readonly userPin: string | null;
    }
  | { readonly state: "refused"; readonly reason: BootstrapRefusal };

const PROFILES = {
  oma_cp: {
    contentType: "application/vnd.wap.connectivity-wbxml",
    applicationId: "x-wap-application:wml.ua",
    methods: ["NETWPIN", "USERPIN", "USERNETWPIN", "USERPINMAC"],
  },
  dm: {
    contentType: "application/vnd.syncml.dm+wbxml",
    applicationId: "x-wap-application:syncml.dm",
    methods: ["NETWORKID", "USERPIN", "USERPIN_NETWORKID"],
  },
} as const satisfies Record<BootstrapInput["profile"], object>;

const NEEDS_IMSI: ReadonlySet<BootstrapSecurity> = new Set([
  "NETWPIN",
  "USERNETWPIN",
  "NETWORKID",
  "USERPIN_NETWORKID",
]);
const NEEDS_PIN: ReadonlySet<BootstrapSecurity> = new Set([
  "USERPIN",
  "USERNETWPIN",
  "USERPINMAC",
  "USERPIN_NETWORKID",
]);
const IMSI = /^\d{6,15}$/;
const PIN = /^\d{4,20}$/;
/** A check digit guards one digit, and fewer than five guard nothing. */
const PIN_WITH_CHECK_DIGITS = /^\d{5,20}$/;

/** Writes the push that gives a device its management account, or says why it must not be written. */
export function writeBootstrap(input: BootstrapInput): BootstrapOutcome {
  const reason = refusal(input);
  if (reason) return { state: "refused", reason };
  const { contentType, applicationId } = PROFILES[input.profile];
  const body =
    input.profile === "oma_cp"
      ? writeProvisioningDocument(input.account)
      : writeAccountMessage(input.account, input.devId);
  const protection = protect(input, body);
  return { state: "written", push: { contentType, applicationId, protection, body }, userPin: userPin(input, body) };
}

function refusal({ profile, account, security, imsi, pin }: BootstrapInput): BootstrapRefusal | null {
  const hasSecret = account.client.secret !== null || account.server.secret !== null;
  if (hasSecret && (security === null || security === "USERPINMAC")) return "SECRET_WITHOUT_MAC";
  if (security === null) return null;
  if (!PROFILES[profile].methods.some((method) => method === security)) return "SECURITY_NOT_OF_PROFILE";
  if (NEEDS_IMSI.has(security) && !(imsi && IMSI.test(imsi))) return "IMSI_MISSING";
  if (!NEEDS_PIN.has(security)) return null;
  if (!pin) return "PIN_MISSING";
  return (security === "USERPINMAC" ? PIN_WITH_CHECK_DIGITS : PIN).test(pin) ? null : "PIN_UNFIT";
}

function protect({ security, ...of }: BootstrapInput, body: Uint8Array): PushProtection | null {
  if (security === null) return null;
  const imsi = of.imsi ?? "";
  const pin = of.pin ?? "";
  const mac = (key: Uint8Array): PushProtection => ({ security, mac: bootstrapMac(key, body) });
  switch (security) {
    case "NETWPIN":
      return mac(imsiKey(imsi));
    case "USERPIN":
      return mac(Buffer.from(pin, "ascii"));
    case "USERNETWPIN":
      return mac(Buffer.concat([imsiKey(imsi), Buffer.from(pin, "ascii")]));
    case "USERPINMAC":
      return { security, mac: null };
    case "NETWORKID":
      // How it is packed is defined nowhere: the digits as text, as in USERPIN_NETWORKID.
      return mac(Buffer.from(imsi, "ascii"));
    case "USERPIN_NETWORKID":
      return mac(Buffer.from(`${pin}:${imsi}`, "ascii"));
  }
}

function userPin({ security, pin }: BootstrapInput, body: Uint8Array): string | null {
  if (security === null || pin === null || !NEEDS_PIN.has(security)) return null;
  return security === "USERPINMAC" ? `${pin}${pinCheckDigits(pin, body)}` : pin;
}
