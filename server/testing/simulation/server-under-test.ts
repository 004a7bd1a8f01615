import type { DeviceRequest, MessageOutcome } from "../../services/device-sessions";
import type { StoredCredential, StoredResult } from "../../services/device-sessions/device-snapshot";
import type { ReportOutcome } from "../../services/downloads/take-report";
import type { DownloadLine } from "./download-lines";
import type { SimulatedDevice } from "./simulated-device";
import type { SimulatedOperation } from "./simulated-operations";

export interface Reply {
  readonly status: number;
  readonly octets: Uint8Array;
  readonly outcome: MessageOutcome;
}

/** A message that a node has read and thought about, and not yet stored. */
export interface Begun {
  /** null: another message of the device was first, so the node begins again. */
  commit(nowMs: number): Promise<Reply | null>;
}

/** How a task ended, and what its plan was given in every attempt; JSON, comparable. */
export type TaskOutcome = readonly [
  state: string,
  attempt: number,
  outcome: string | null,
  reasonCode: string | null,
  rows: readonly { readonly attempt: number; readonly n: number; readonly data: StoredResult }[],
];

/** The tasks of a device, by their operation. */
export type DeviceOutcomes = Readonly<Record<string, TaskOutcome>>;

/** The server as a simulated world sees it. Times are milliseconds of the world. */
export interface ServerUnderTest {
  addDevice(device: SimulatedDevice): Promise<string>;
  startOperation(operation: SimulatedOperation, deviceIds: readonly string[], nowMs: number): Promise<void>;
  begin(node: number, request: DeviceRequest, nowMs: number): Promise<Begun>;
  /** What a device posts of a download, beside any session. `busy`: it is to say it again. */
  takeReport(line: DownloadLine, nowMs: number): Promise<ReportOutcome>;
  /** A node loses all it has in memory. */
  crash(node: number): void;
  /** What the worker does: sessions gone silent, timers, deadlines. */
  doClockWork(nowMs: number): Promise<void>;
  /** An administrator looks at devices that two seemed to use, and lets their work go on. */
  releaseHeld(): Promise<void>;
  openTasks(): Promise<number>;
  /** What the alerts said that are stored. */
  storedAlerts(deviceId: string): Promise<readonly string[]>;
  outcomes(): Promise<ReadonlyMap<string, DeviceOutcomes>>;
}

/** Credentials as they are stored; secrets as `seal` gives them. */
export function credentialsOfDevice(
  { devId, secret, scheme, serverScheme }: SimulatedDevice,
  seal: (purpose: "client" | "server", text: string) => string,
): readonly StoredCredential[] {
  return [
    { purpose: "client", scheme, name: devId, sealedSecret: seal("client", secret), allowEmptyNonce: true },
    {
      purpose: "server",
      scheme: serverScheme,
      name: "carrier",
      sealedSecret: seal("server", `of ${devId}`),
      allowEmptyNonce: false,
    },
  ];
}
