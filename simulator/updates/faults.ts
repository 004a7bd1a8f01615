import { z } from "zod";
import { seededRandom } from "../random";
import { codesOf, SUCCESS, type UpdateFailure } from "./failures";

/** How a task on a device with a fault ends, in the words of the public API. */
export type UpdateEnd = "verified" | "refused" | "error" | "unconfirmed";

interface FaultEntry {
  readonly does: string;
  /** The part of an update that it strikes; an update without that part goes well. */
  readonly strikes: "start" | "download" | "install" | "report";
  readonly ends: UpdateEnd;
  /** What the device reports in the end; a number: a code of no list. Left out: as if nothing were wrong. */
  readonly reports?: UpdateFailure | number | "nothing";
}

/**
 * What goes wrong with updates on simulated devices. A device has one of them, or none, for as long as its fleet lives;
 * so a second attempt ends like the first. Each ends a task as it says here, whatever the server does.
 */
export const UPDATE_FAULTS = {
  execRefused: { does: "Refuses every Exec with 403.", strikes: "start", ends: "refused", reports: "nothing" },
  wrongDigest: {
    does: "Sees another digest than it was told, and reports the package as corrupt.",
    strikes: "download",
    ends: "error",
    reports: "corrupt",
  },
  truncatedDownload: {
    does: "Loses its connection three times in a download, and gives up.",
    strikes: "download",
    ends: "error",
    reports: "network",
  },
  cutDownload: {
    does: "Loses its connection once in the middle of a download, and goes on from there.",
    strikes: "download",
    ends: "verified",
  },
  rebootInDownload: {
    does: "Restarts in the middle of a download, and goes on with what it had.",
    strikes: "download",
    ends: "verified",
  },
  userRefusal: { does: "Its user says no.", strikes: "start", ends: "refused", reports: "cancelled" },
  noMemoryForDownload: {
    does: "Has no room for the package.",
    strikes: "download",
    ends: "error",
    reports: "noMemoryForDownload",
  },
  noMemoryForInstall: {
    does: "Has no room to install it.",
    strikes: "install",
    ends: "error",
    reports: "noMemoryForInstall",
  },
  batteryLow: {
    does: "Does not install with a low battery, and says so behind the code.",
    strikes: "install",
    ends: "error",
    reports: "deviceError",
  },
  unknownCode: {
    does: "Installs nothing, and reports a code that nobody knows: 777.",
    strikes: "install",
    ends: "error",
    reports: 777,
  },
  successOnOldVersion: {
    does: "Reports success and still has its old version.",
    strikes: "install",
    ends: "unconfirmed",
  },
  doneStateOnFailure: {
    does: "Fails to install, and puts the state of success into its tree.",
    strikes: "install",
    ends: "error",
    reports: "installFailed",
  },
  neverReports: {
    does: "Takes an Exec, does nothing and says nothing.",
    strikes: "start",
    ends: "unconfirmed",
    reports: "nothing",
  },
  alertBeforeStatus: {
    does: "Answers an Exec when all is done, with its report before the Status.",
    strikes: "report",
    ends: "verified",
  },
  twoAlerts: { does: "Reports twice, the second time in a session of its own.", strikes: "report", ends: "verified" },
  foreignCorrelator: {
    does: "Reports a failure with another's Correlator, then its own result.",
    strikes: "report",
    ends: "verified",
  },
  oldTaskAlert: {
    does: "Reports a failure of its Exec before, then the result of this one.",
    strikes: "report",
    ends: "verified",
  },
} as const satisfies Record<string, FaultEntry>;

export type UpdateFault = keyof typeof UPDATE_FAULTS;

const NAMES = Object.keys(UPDATE_FAULTS) as [UpdateFault, ...UpdateFault[]];

/** Of the command line. */
export const UpdateFault = z.enum(NAMES, {
  error: ({ input }) => `There is no update fault ${input}. There are: ${NAMES.join(", ")}.`,
});

/** Which share of the devices has a fault, from 0 to 1; all together at most 1. */
export type UpdateFaultRates = Partial<Readonly<Record<UpdateFault, number>>>;

/**
 * The fault of a device, by its seed alone; null: none. Throws RangeError when the rates are none, or add up to more
 * than 1.
 */
export function updateFaultOf(devId: string, seed: string, rates: UpdateFaultRates): UpdateFault | null {
  let drawn = seededRandom(`${seed} ${devId} update fault`).next();
  const given = NAMES.map((name) => [name, rates[name] ?? 0] as const);
  const sum = given.reduce((total, [, rate]) => total + rate, 0);
  if (given.some(([, rate]) => !(rate >= 0)) || sum > 1 + Number.EPSILON * NAMES.length)
    throw new RangeError("Rates of update faults are 0 to 1, and 1 at most all together.");
  for (const [name, rate] of given) {
    if (drawn < rate) return name;
    drawn -= rate;
  }
  return null;
}

/** What an update asks of its device. `object`: which management object does it. */
export interface UpdateWork {
  readonly object: "firmware" | "software";
  readonly downloads: boolean;
  readonly installs: boolean;
  /** The download is an Exec of its own. */
  readonly inSteps?: boolean;
}

/** How a task ends on a device with a fault. */
export interface UpdatePrediction {
  readonly state: "succeeded" | "failed";
  readonly outcome: UpdateEnd;
  /** The result code that the device reports in the end; null: it reports none. */
  readonly code: number | null;
}

/** What has to come of an update on a device with this fault, so that a test can compare. null: no fault. */
export function predictUpdate(fault: UpdateFault | null, work: UpdateWork): UpdatePrediction {
  const entry: FaultEntry | null = fault && strikes(fault, work) ? UPDATE_FAULTS[fault] : null;
  if (!entry) return { state: "succeeded", outcome: "verified", code: SUCCESS[work.object] };
  // Nothing can have been installed where the silence follows on a download alone.
  const outcome = fault === "neverReports" && work.inSteps ? "error" : entry.ends;
  return {
    state: outcome === "verified" ? "succeeded" : "failed",
    outcome,
    code: codeOf(entry.reports, work),
  };
}

function strikes(fault: UpdateFault, { downloads, installs }: UpdateWork): boolean {
  const part = UPDATE_FAULTS[fault].strikes;
  return part === "download" ? downloads : part === "install" ? installs : true;
}

function codeOf(reports: FaultEntry["reports"], { object }: UpdateWork): number | null {
  if (reports === "nothing") return null;
  return typeof reports === "number" ? reports : codesOf(reports ?? null)[object];
}
