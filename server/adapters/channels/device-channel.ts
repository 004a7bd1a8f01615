/** A way to reach a device that is not in session. One implementation a channel; none knows of tasks or tables. */
export interface DeviceChannel {
  readonly kind: string;
  /** Octets of the push body. */
  readonly bodyOctetsMax: number;
  send(push: ChannelPush): Promise<SendResult>;
}

export interface ChannelPush {
  /** In the channel's own form: a URL, a number, host and port. */
  readonly address: string;
  readonly contentType: string;
  readonly applicationId: string;
  readonly body: Uint8Array;
}

/** `retry` may work later; `rejected` will not, until a person changes something. `problem` is shown to that person. */
export type SendResult =
  | { readonly state: "accepted" }
  | { readonly state: "retry"; readonly problem: string }
  | { readonly state: "rejected"; readonly problem: string };
