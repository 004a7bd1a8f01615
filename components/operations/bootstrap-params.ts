export const BOOTSTRAP_PROFILES = ["cp", "dm"] as const;
export const BOOTSTRAP_SECURITIES = ["netwpin", "userpin", "usernetwpin"] as const;

export interface BootstrapForm {
  readonly profile: (typeof BOOTSTRAP_PROFILES)[number];
  readonly security: (typeof BOOTSTRAP_SECURITIES)[number];
  readonly pin: string;
  /** Empty: those of the device in their order. */
  readonly channel: string;
}

/** A PIN that was typed before another method was chosen does not go out. */
export function bootstrapParams({ profile, security, pin, channel }: BootstrapForm) {
  return {
    profile,
    security,
    ...(security === "netwpin" ? {} : { pin: pin.trim() }),
    ...(channel ? { channel } : {}),
  };
}
