import type { DeviceView } from "@/server/services/devices/schemas";

export const CHANNEL_KINDS = ["sim-http", "udp", "smpp", "http-sms", "pap"] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** One row of the form; `key` stays with it while others come and go. */
export interface EditedChannel {
  readonly key: number;
  readonly kind: ChannelKind;
  readonly address: string;
}

/** The channel of an option's text; anything unknown is the first. */
export function channelKind(text: string): ChannelKind {
  return CHANNEL_KINDS.find((kind) => kind === text) ?? CHANNEL_KINDS[0];
}

export function editedChannels(channels: DeviceView["channels"]): readonly EditedChannel[] {
  return channels.map(({ kind, address }, key) => ({ key, kind: channelKind(kind), address: address ?? "" }));
}

/** An address that was left empty is none: the device's own number counts. */
export function givenChannels(rows: readonly EditedChannel[]) {
  return rows.map(({ kind, address }) => ({ kind, ...(address.trim() ? { address: address.trim() } : {}) }));
}

export const CLIENT_TYPES = ["md5", "mac", "basic", "certificate"] as const;
export const SERVER_TYPES = ["md5", "mac", "basic", "none"] as const;

export interface CredentialsForm {
  readonly clientType: (typeof CLIENT_TYPES)[number];
  readonly username: string;
  /** The thumbprint, where the type is `certificate`. */
  readonly clientSecret: string;
  readonly serverType: (typeof SERVER_TYPES)[number];
  readonly name: string;
  readonly serverSecret: string;
}

/** What was left empty is left to the server, which makes up a secret. */
export function givenCredentials(form: CredentialsForm) {
  const text = (key: string, value: string) => (value.trim() ? { [key]: value.trim() } : {});
  const { clientType: type, serverType } = form;
  const secret = type === "certificate" ? "thumbprint" : "secret";
  return {
    client: { type, ...text("username", form.username), ...text(secret, form.clientSecret) },
    server: {
      type: serverType,
      ...text("name", form.name),
      ...(serverType === "none" ? {} : text("secret", form.serverSecret)),
    },
  };
}
