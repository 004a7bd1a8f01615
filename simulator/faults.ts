import type { Random } from "./random";

/** What may go wrong on the device's side; probabilities from 0 to 1, drawn from the device's own seed. */
export interface FaultRates {
  /** A right digest of the server is refused, once, with a fresh nonce. */
  readonly refuseServerDigest: number;
  /** The device forgets the nonce that the server gave it, at the start of a session. */
  readonly loseNonce: number;
  /** The connection breaks when the request is out and before the answer is in; the request is sent again. */
  readonly dropConnection: number;
  /** A request whose answer arrived is sent once more, octet by octet; both answers have to be equal. */
  readonly repeatRequest: number;
  /** The device goes down when it has run a message's commands, before it answers; it comes back in a new session. */
  readonly die: number;
  /** The device takes its time before a message. */
  readonly delay: number;
  /** An asynchronous Exec is so quick that its report is in the same message as its Status, before it. */
  readonly reportAtOnce: number;
}

export const USUAL_FAULTS: FaultRates = {
  refuseServerDigest: 0.05,
  loseNonce: 0.05,
  dropConnection: 0.02,
  repeatRequest: 0.02,
  die: 0.01,
  delay: 0.05,
  reportAtOnce: 0.25,
};

/** `--polite`: a device on which nothing ever goes wrong. */
export const NO_FAULTS: FaultRates = {
  refuseServerDigest: 0,
  loseNonce: 0,
  dropConnection: 0,
  repeatRequest: 0,
  die: 0,
  delay: 0,
  reportAtOnce: 0,
};

/** Whether a fault happens now. */
export type Fault = (name: keyof FaultRates) => boolean;

export function faultsOf(rates: FaultRates, random: Random): Fault {
  return (name) => random.chance(rates[name]);
}
