import type { DeviceTree } from "../device-tree";
import type { Ledger } from "../ledger";
import type { Random } from "../random";
import type { Reports } from "../reports";
import type { DownloadSurroundings } from "./download";
import type { UpdateFault } from "./faults";

/** What the management objects of one device work with. */
export interface UpdateSurroundings extends DownloadSurroundings {
  readonly tree: DeviceTree;
  readonly ledger: Ledger;
  readonly reports: Reports;
  /** Of its own, so that updates change nothing of what else a seed decides. */
  readonly random: Random;
  /** What goes wrong with each update of the device. */
  readonly fault: UpdateFault | null;
  /** Reports come in the message of the Exec, before its Status. */
  readonly reportsAtOnce: boolean;
  /** The device wants a session. */
  readonly call: () => void;
}

/** What becomes of an Exec on a management object. */
export interface ObjectAnswer {
  /** DM status code. */
  readonly status: number;
  /** The Status is to wait for it; null: it does not wait. */
  readonly before: Promise<void> | null;
}

/** A management object that does more than keep values. URIs are canonical. */
export interface ManagedObject {
  /** null: nothing of the object is executed there. */
  execute(uri: string, correlator: string | null): ObjectAnswer | null;
  /** A server has added a node. */
  added(uri: string): void;
  /** A server has written octets; true when they are the object's own, and not to stay in the tree. */
  takes(uri: string, octets: Uint8Array): boolean;
}
