/** The billable fact of a finished activity. */
interface BillableFact {
  readonly id: string;
  /** RFC 3339 in UTC. */
  readonly at: string;
  readonly devInfo: Readonly<Record<string, string>>;
  readonly operationKind: string;
  /** Content that was used, if any. */
  readonly packageId: string | null;
  readonly result: string;
  /** The External System or user that started the operation. */
  readonly initiator: string;
}

/** A way out for charging events besides being pulled. */
type ChargingOutlet = "push" | "diameter" | "cdr_file";

/**
 * IF-4, between the DM server and the Charging enabler. Across it charging events are stored, pulled, or handed out by
 * push, Diameter accounting or CDR files; each is acknowledged, and both sides' books can be compared.
 */
export interface ChargingEnabler {
  store(fact: BillableFact): Promise<void>;
  /** Facts behind the sequence number `after`, in order, at most `limit`. */
  pull(after: number, limit: number): Promise<readonly { readonly seq: number; readonly fact: BillableFact }[]>;
  handOut(outlet: ChargingOutlet, facts: readonly BillableFact[]): Promise<void>;
  acknowledge(systemId: string, seq: number): Promise<void>;
  /** Ids that were stored and not yet acknowledged by the system. */
  unconfirmed(systemId: string): Promise<readonly string[]>;
}
