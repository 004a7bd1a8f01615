import {
  Archive,
  ArrowLeftRight,
  BadgeCheck,
  Ban,
  BellRing,
  CalendarClock,
  CalendarX,
  CheckCheck,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleMinus,
  CirclePause,
  CirclePlay,
  CircleStop,
  CircleX,
  Clock,
  ClockAlert,
  FilePen,
  Hand,
  Hourglass,
  Inbox,
  KeyRound,
  Lock,
  type LucideIcon,
  Mailbox,
  Package,
  PackageCheck,
  PackageSearch,
  PackageX,
  Radio,
  RotateCw,
  ScanLine,
  ShieldAlert,
  SignalZero,
  Timer,
  Unplug,
  Upload,
  UserCheck,
  Users,
  Wifi,
} from "lucide-react";
import type { ContentCheck, ContentState, DeviceUpdateView } from "@/server/services/contents/schemas";
import type { DeviceView } from "@/server/services/devices/schemas";
import type { GrantView } from "@/server/services/grants/schemas";
import type {
  OperationState,
  OperationView,
  TaskOutcome,
  TaskState,
  TaskView,
} from "@/server/services/operations/schemas";
import type { DeliveryView, SubscriptionView } from "@/server/services/webhooks/schemas";
import type { CredentialStatus, SystemStatus } from "../admin/system-status";
import type { UserStatus } from "../admin/user-status";
import type { SigningKeyStatus } from "../signing-keys/signing-key-status";

/** How urgent a state is. Six and no more, so that they stay apart for colour-blind eyes. */
export type StatusRole = "neutral" | "waiting" | "active" | "success" | "attention" | "danger";

export interface StatusRow {
  readonly role: StatusRole;
  readonly icon: LucideIcon;
}

/** A task as it is shown: an ended one by its outcome, a queued one that had a try before as a retry. */
export type TaskStatus = Exclude<TaskState, "succeeded" | "failed"> | TaskOutcome | "retry";
export type OperationStatus = OperationState | "completed_open";
/** A check that was not done yet waits. */
export type CheckStatus = ContentCheck["result"] | "waiting";
/** Of a component or package that does not tell its state, or tells one that is not known: `unknown`. */
export type ComponentStatus = "active" | "inactive" | "unknown";
export type PackageStatus = "delivered" | "installed" | "unknown";
/** Whether a content fits a device, or why not. */
export type UpdateStatus = "fits" | NonNullable<DeviceUpdateView["reason"]>["code"];
export type ContactStatus = DeviceView["contact"]["state"];

/**
 * The one table of states: role and icon here, label and explanation in the catalogue of texts under
 * `status.<thing>.<state>`. A state without a row does not compile.
 */
export const CATALOGUE = {
  task: {
    scheduled: { role: "neutral", icon: CalendarClock },
    queued: { role: "waiting", icon: Inbox },
    retry: { role: "waiting", icon: RotateCw },
    notified: { role: "waiting", icon: BellRing },
    in_session: { role: "active", icon: ArrowLeftRight },
    waiting_device: { role: "active", icon: Hourglass },
    verified: { role: "success", icon: BadgeCheck },
    acknowledged: { role: "success", icon: CircleCheck },
    unconfirmed: { role: "attention", icon: ClockAlert },
    refused: { role: "danger", icon: Hand },
    error: { role: "danger", icon: CircleX },
    cancelled: { role: "neutral", icon: Ban },
    expired: { role: "attention", icon: CalendarX },
  } satisfies Record<TaskStatus, StatusRow>,
  operation: {
    draft: { role: "neutral", icon: FilePen },
    awaiting_approval: { role: "attention", icon: UserCheck },
    scheduled: { role: "neutral", icon: CalendarClock },
    running: { role: "active", icon: CirclePlay },
    paused: { role: "attention", icon: CirclePause },
    completed: { role: "success", icon: CheckCheck },
    completed_open: { role: "attention", icon: CircleAlert },
    cancelled: { role: "neutral", icon: Ban },
    stopped: { role: "neutral", icon: CircleStop },
  } satisfies Record<OperationStatus, StatusRow>,
  contact: {
    in_session: { role: "active", icon: Radio },
    on_time: { role: "success", icon: Wifi },
    overdue: { role: "attention", icon: SignalZero },
    never: { role: "neutral", icon: CircleDashed },
    rejected: { role: "danger", icon: ShieldAlert },
    collision: { role: "danger", icon: Users },
    retired: { role: "neutral", icon: Archive },
  } satisfies Record<ContactStatus, StatusRow>,
  system: {
    active: { role: "success", icon: CircleCheck },
    expired: { role: "attention", icon: CalendarX },
    disabled: { role: "neutral", icon: Ban },
  } satisfies Record<SystemStatus, StatusRow>,
  credential: {
    active: { role: "success", icon: KeyRound },
    expiring: { role: "attention", icon: Timer },
    expired: { role: "attention", icon: CalendarX },
    revoked: { role: "neutral", icon: Lock },
  } satisfies Record<CredentialStatus, StatusRow>,
  user: {
    active: { role: "success", icon: CircleCheck },
    invited: { role: "attention", icon: Timer },
    disabled: { role: "neutral", icon: Lock },
  } satisfies Record<UserStatus, StatusRow>,
  signingKey: {
    valid: { role: "success", icon: KeyRound },
    not_yet: { role: "neutral", icon: CalendarClock },
    expired: { role: "attention", icon: CalendarX },
    revoked: { role: "neutral", icon: Lock },
  } satisfies Record<SigningKeyStatus, StatusRow>,
  content: {
    uploading: { role: "active", icon: Upload },
    verifying: { role: "active", icon: ScanLine },
    ready: { role: "success", icon: PackageCheck },
    quarantined: { role: "attention", icon: PackageSearch },
    rejected: { role: "danger", icon: PackageX },
    retired: { role: "neutral", icon: Archive },
  } satisfies Record<ContentState, StatusRow>,
  check: {
    waiting: { role: "neutral", icon: CircleDashed },
    passed: { role: "success", icon: CircleCheck },
    failed: { role: "danger", icon: CircleX },
    skipped: { role: "neutral", icon: CircleMinus },
  } satisfies Record<CheckStatus, StatusRow>,
  component: {
    active: { role: "success", icon: CircleCheck },
    inactive: { role: "neutral", icon: CircleMinus },
    unknown: { role: "neutral", icon: CircleDashed },
  } satisfies Record<ComponentStatus, StatusRow>,
  package: {
    delivered: { role: "neutral", icon: Package },
    installed: { role: "success", icon: PackageCheck },
    unknown: { role: "neutral", icon: CircleDashed },
  } satisfies Record<PackageStatus, StatusRow>,
  update: {
    fits: { role: "success", icon: CircleCheck },
    content_unfit: { role: "neutral", icon: Ban },
    already_there: { role: "neutral", icon: PackageCheck },
    downgrade: { role: "attention", icon: CircleAlert },
  } satisfies Record<UpdateStatus, StatusRow>,
  delivery: {
    waiting: { role: "neutral", icon: Clock },
    delivered: { role: "success", icon: CheckCheck },
    retrying: { role: "attention", icon: RotateCw },
    parked: { role: "danger", icon: Mailbox },
  } satisfies Record<DeliveryView["state"], StatusRow>,
  subscription: {
    active: { role: "success", icon: Radio },
    paused: { role: "attention", icon: CirclePause },
    off: { role: "danger", icon: Unplug },
  } satisfies Record<SubscriptionView["state"], StatusRow>,
  grant: {
    waiting: { role: "attention", icon: Timer },
    active: { role: "success", icon: CircleCheck },
  } satisfies Record<GrantView["state"], StatusRow>,
} as const;

export type StatusThing = keyof typeof CATALOGUE;
export type StatusOf<T extends StatusThing> = keyof (typeof CATALOGUE)[T] & string;

/** The state under which a task is shown. An end without an outcome was an error of ours. */
export function taskStatus(task: Pick<TaskView, "state" | "outcome" | "attempt">): TaskStatus {
  if (task.state === "succeeded") return task.outcome ?? "acknowledged";
  if (task.state === "failed") return task.outcome ?? "error";
  return task.state === "queued" && task.attempt > 1 ? "retry" : task.state;
}

/** By its State in a device's inventory: of a component 10 inactive, 20 active. */
export function componentStatus(state: number | null): ComponentStatus {
  return state === 20 ? "active" : state === 10 ? "inactive" : "unknown";
}

/** By its State in a device's inventory: of a package 10 delivered, 20 installed. */
export function packageStatus(state: number | null): PackageStatus {
  return state === 20 ? "installed" : state === 10 ? "delivered" : "unknown";
}

/** "Completed" is only green when every device did what was asked. */
export function operationStatus(operation: Pick<OperationView, "state" | "counts">): OperationStatus {
  const { state, counts } = operation;
  return state === "completed" && counts.succeeded < counts.total ? "completed_open" : state;
}

/** States after which nothing changes any more. */
export function isEnded(state: TaskState): boolean {
  return state === "succeeded" || state === "failed" || state === "cancelled" || state === "expired";
}
