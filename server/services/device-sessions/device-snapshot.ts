import type { CredentialScheme, DeviceChannelAddress } from "../../../drizzle/schema/devices";
import type { Answer, SessionState } from "../../oma-dm";
import type { TaskState } from "../operations/schemas";
import type { Realm } from "../principal";

/** What `load_batch` reads of one device: everything that answering a message of it depends on. */
export interface DeviceSnapshot {
  readonly deviceId: string;
  readonly device: DeviceFacts;
  readonly live: DeviceLive;
  readonly credentials: readonly StoredCredential[];
  readonly tasks: readonly LoadedTask[];
}

export interface DeviceFacts {
  readonly realm: Realm;
  readonly devId: string;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly firmware: string | null;
  readonly software: string | null;
  readonly hardware: string | null;
  readonly language: string | null;
  readonly dmVersion: string | null;
  readonly disabled: boolean;
  readonly channels: readonly DeviceChannelAddress[];
}

/** The hot row. Octets are Buffers; `state` is the engine's SessionState as JSON. */
export interface DeviceLive {
  readonly version: number;
  readonly sessionKey: string | null;
  readonly sessionStartedAt: Date | null;
  readonly respTokenHash: Uint8Array | null;
  readonly msgNo: number;
  readonly state: string | null;
  /** `state` read, where this process made it: the next message of a session that it knows need not read it again. */
  readonly knownState?: SessionState | null;
  readonly nonceCurrent: Uint8Array | null;
  /** The nonce before and the one given up last, as `nonce-history.ts` reads them. */
  readonly noncePrevious: Uint8Array | null;
  readonly serverNonce: Uint8Array | null;
  readonly requestDigest: Uint8Array | null;
  readonly lastContactAt: Date | null;
}

export interface StoredCredential {
  /** `_next`: went out in a bootstrap and has not proven itself. */
  readonly purpose: "client" | "server" | "client_next" | "server_next";
  readonly scheme: CredentialScheme;
  readonly name: string;
  readonly sealedSecret: string;
  readonly allowEmptyNonce: boolean;
}

/** A task that may run now or waits for an alert, with what its plan was given in this attempt. */
export interface LoadedTask {
  readonly operationId: string;
  readonly state: TaskState;
  readonly attempt: number;
  readonly kind: string;
  readonly kindVersion: number;
  readonly params: unknown;
  readonly attemptsMax: number;
  readonly backoffSeconds: number;
  readonly results: readonly StoredResult[] | null;
}

/** `data` of a `results` row. `interrupted` marks a session that ended without a word while commands were out. */
export interface StoredResult {
  readonly answers: readonly Answer[];
  readonly result?: unknown;
  readonly interrupted?: true;
}
