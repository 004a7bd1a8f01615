import type { NodeReading } from "../../oma-dm";
import type { TaskOutcome, TaskState } from "../operations/schemas";
import type { Realm } from "../principal";
import type { DeviceLive, StoredResult } from "./device-snapshot";

/** What `write_facts` stores for one device in one transaction. Names are read by that function: change both. */
export interface FactsDocument {
  readonly realm: Realm;
  readonly results?: readonly ResultFact[];
  readonly steps?: readonly TaskStepFact[];
  readonly timers?: readonly TimerFact[];
  readonly announcements?: readonly AnnouncementFact[];
  readonly nodes?: readonly NodeReading[];
  /** Access control lists of nodes. */
  readonly acls?: readonly { readonly uri: string; readonly acl: string }[];
  /** Nodes that are no longer there, with all that was below them. */
  readonly gone?: readonly string[];
  /** Only facts that changed. */
  readonly device?: Readonly<Record<string, string>>;
  /** The session that ended with this message. */
  readonly session?: SessionFact;
  /** A session that had ended without a word before. */
  readonly endedSession?: SessionFact;
  /** "done": the device is here, forget its wake-up. A number: wake it in so many seconds. */
  readonly wake?: "done" | number;
  /** SessionID of the session that begins, where it is a notified one's: tells whether the wake-up brought it. */
  readonly sessionNumber?: number;
  /** The session proved the credentials of a bootstrap: they are the device's from now on. */
  readonly nextCredentials?: true;
  /** The timer whose time came and that these facts follow from. */
  readonly firedTimer?: Omit<TimerFact, "seconds">;
}

export interface MessageDocument extends FactsDocument {
  /** Key under which the exchange is kept: the session's. */
  readonly traceKey: string;
  readonly requestLength: number;
  /** The session begins with this message. */
  readonly starts: boolean;
  /** The live row as it will be; the database has its own clock, and counts versions itself. */
  readonly live: Omit<DeviceLive, "version" | "sessionStartedAt" | "lastContactAt">;
}

export interface ResultFact {
  readonly operationId: string;
  readonly attempt: number;
  readonly n: number;
  readonly data: StoredResult;
}

/** One legal step of a task. Left alone by the database when the task is no longer in `from`. */
export interface TaskStepFact {
  readonly operationId: string;
  readonly from: TaskState;
  readonly to: TaskState;
  readonly eventId: string;
  /** Announced type; absent: kept and counted only. */
  readonly type?: string;
  readonly outcome?: TaskOutcome;
  readonly attempt?: number;
  readonly retrySeconds?: number;
  readonly reasonCode?: string;
  readonly reasonText?: string;
  readonly clearTimers?: true;
  readonly data?: unknown;
}

export interface TimerFact {
  readonly operationId: string;
  readonly kind: "alert_timeout" | "push_timeout" | "retry";
  readonly seconds: number;
}

export interface AnnouncementFact {
  readonly eventId: string;
  readonly type: string;
  readonly operationId?: string;
  readonly data: unknown;
}

export interface SessionFact {
  /** RFC 3339; absent: it began with this very message. */
  readonly startedAt?: string;
  readonly sessionKey: string;
  readonly messages: number;
  readonly outcome: string;
}
