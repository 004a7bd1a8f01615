import type { Encoding } from "../server/oma-dm/element";
import type { Subscriber } from "./bootstrap-proof";
import type { Profile } from "./profile";

/** How one side proves itself to the other: its name and its secret, as text in UTF-8. */
export interface Account {
  readonly scheme: "none" | "basic" | "md5";
  readonly name: string;
  readonly secret: string;
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
  /** Whom it checks bootstraps with; left out: it takes none. */
  readonly subscriber?: Subscriber;
  /** false: it is new, and calls nobody before a bootstrap has given it an account. */
  readonly hasAccount?: boolean;
}
