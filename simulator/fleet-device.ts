import type { Encoding } from "../server/oma-dm/element";
import type { Subscriber } from "./bootstrap-proof";
import type { FaultRates } from "./faults";
import type { Profile } from "./profile";
import type { UpdateFault } from "./updates";

/** How one side proves itself to the other: its name and its secret, as text in UTF-8. */
export interface Account {
  readonly scheme: "none" | "basic" | "md5" | "mac";
  readonly name: string;
  readonly secret: string;
}

/** PEM: the certificate that a device shows, with its key, and whom it trusts. */
export interface DeviceTls {
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
  readonly ca?: string | Buffer;
}

/** What a device does otherwise than the rest of its fleet. */
export interface DeviceHabits {
  /** Wins over the fleet's. */
  readonly faults?: Partial<FaultRates>;
  /** Goes wrong with each of its updates, whatever the fleet's rates are. */
  readonly updateFault?: UpdateFault;
  /** No push reaches it, and it calls nobody by itself. */
  readonly isAsleep?: boolean;
  /** Milliseconds that it takes before each message. */
  readonly pauseMs?: number;
}

/** One device to be simulated. */
export interface FleetDevice {
  readonly devId: string;
  readonly encoding: Encoding;
  readonly profile: Profile;
  /** The device's own credential. */
  readonly client: Account;
  /** The server's, which the device checks; its name is the server id of access control lists and notifications. */
  readonly server: Account;
  /** Left out: it shows no certificate, and trusts who is commonly trusted. */
  readonly tls?: DeviceTls;
  /** Whom it checks bootstraps with; left out: it takes none. */
  readonly subscriber?: Subscriber;
  /** false: it is new, and calls nobody before a bootstrap has given it an account. */
  readonly hasAccount?: boolean;
  /** Left out: none of its own. */
  readonly habits?: DeviceHabits;
}
