import type { Faults } from "./faults";
import type { SeededRandom } from "./seeded-random";
import { grantToReportOn } from "./simulated-contents";

/** A line that a device posts beside any session, of a package that it fetched by a descriptor (OMA Download 1.0). */
export interface DownloadLine {
  readonly grant: string;
  readonly code: number;
  /** Told apart from any other line of any device by it. */
  readonly text: string;
  readonly delayMs: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** So that no line comes at the very moment that a wait ends. */
const ODD_MS = 15_000;
const SUCCESS = 900;
/** Failures, a refusal of the user, and what is no status of OMA Download 1.0. */
const FAILURES = [901, 902, 952, 954, 777] as const;

/** The lines of a simulated device that are still to be posted. */
export class DownloadLines {
  #waiting: DownloadLine[] = [];
  #count = 0;

  constructor(
    private readonly devId: string,
    private readonly faults: Faults,
    private readonly random: SeededRandom,
  ) {}

  /** The device fetches what is at `url`, which takes `delayMs` at most. Nobody wants to know that without a descriptor. */
  add(url: string, delayMs: number, succeeds: boolean): void {
    const { faults, random } = this;
    const grant = grantToReportOn(url);
    if (grant === null || faults.happens("line_never", random)) return;
    this.#count += 1;
    const code = succeeds || random.chance(0.5) ? SUCCESS : random.pick(FAILURES);
    const isLate = faults.happens("line_late", random);
    const after = isLate
      ? random.integer(2, 20) * HOUR_MS
      : Math.floor((delayMs / MINUTE_MS) * random.next()) * MINUTE_MS;
    this.#waiting.push({ grant, code, text: `${this.devId} ${this.#count}`, delayMs: after + ODD_MS });
  }

  take(): readonly DownloadLine[] {
    const lines = this.#waiting;
    this.#waiting = [];
    return lines;
  }
}

/** A grant that nobody was given. */
export function foreignGrant(grant: string): string {
  return `${grant.slice(0, -4)}ffff`;
}
