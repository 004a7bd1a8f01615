import type { SendResult } from "../../adapters/channels";
import type { PushMessage } from "../../oma-dm";

/** What is to be brought to a device that is not in session, whichever channel does it. */
export interface Errand {
  readonly purpose: "package0" | "bootstrap";
  /** The only channel it may take; null: any of the device's. */
  readonly only: string | null;
  readonly push: PushMessage;
  /** A message centre may drop it when it could not deliver it by then. */
  readonly validForSeconds: number;
  /** Told when a channel has taken it, before the next attempt is set. */
  taken(channel: string): Promise<void>;
}

/** Told of what a channel answered; for metrics. */
export type ObserveSend = (channel: string, result: SendResult["state"]) => void;
