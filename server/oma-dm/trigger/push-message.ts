/**
 * How a bootstrap is protected: what the key of its MAC is made of. The first four are those of the OMA CP profile, the
 * last two are names of the DM profile, whose `USERPIN` is the same word. Source: OMA-WAP-ProvBoot 1.1,
 * OMA-TS-DM_Bootstrap 1.2.1.
 */
export type BootstrapSecurity =
  | "NETWPIN"
  | "USERPIN"
  | "USERNETWPIN"
  | "USERPINMAC"
  | "NETWORKID"
  | "USERPIN_NETWORKID";

/** What goes to a device outside a session, whatever carries it there. */
export interface PushMessage {
  /** Without parameters: `application/vnd.syncml.notification`. */
  readonly contentType: string;
  /** Which program of the device gets it: `x-wap-application:syncml.dm`. null: the content type alone says that. */
  readonly applicationId: string | null;
  /** null: a push that nothing protects, or one that signs itself as Package 0 does. */
  readonly protection: PushProtection | null;
  readonly body: Uint8Array;
}

export interface PushProtection {
  readonly security: BootstrapSecurity;
  /** 40 upper-case hexadecimal digits; null with USERPINMAC, where the user's PIN holds what is compared. */
  readonly mac: string | null;
}
