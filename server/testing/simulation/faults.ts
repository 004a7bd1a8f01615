import type { SeededRandom } from "./seeded-random";

/** What can go wrong in a simulated world, and how likely each is at every occasion where it is switched on. */
export const FAULTS = {
  request_lost: 0.08,
  reply_lost: 0.08,
  duplicate: 0.06,
  late_duplicate: 0.05,
  damaged: 0.02,
  crash_before_commit: 0.02,
  crash_after_commit: 0.03,
  several_at_once: 0.5,
  left_in_session: 0.06,
  comes_back_at_once: 0.3,
  abort: 0.03,
  nonce_forgotten: 0.1,
  digest_wrong: 0.06,
  server_refused: 0.05,
  odd_status: 0.06,
  no_status: 0.03,
  no_results: 0.05,
  package_split: 0.15,
  objects_in_parts: 0.5,
  object_broken_off: 0.3,
  part_restarted: 0.1,
  atomic_unknown: 0.3,
  report_never: 0.4,
  report_late: 0.2,
  report_twice: 0.2,
  report_before_status: 0.2,
  report_foreign: 0.2,
  line_never: 0.3,
  line_late: 0.2,
  line_lost: 0.2,
  line_answer_lost: 0.2,
  line_foreign: 0.1,
  user_slow: 0.2,
  user_silent: 0.1,
  odd_choice: 0.3,
  clock_late: 0.3,
} as const;
export type FaultName = keyof typeof FAULTS;

export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];

/** What a real database cannot be made to do in a fixed order, or what depends on the octets of a nonce. */
const NOT_WITH_A_DATABASE: ReadonlySet<FaultName> = new Set(["damaged", "several_at_once"]);

/** The faults of one world. Each world has about half of them, and none once it heals. */
export class Faults {
  #isOn = true;
  readonly #active = new Set<FaultName>();

  constructor(
    random: SeededRandom,
    withDatabase: boolean,
    private readonly seen: (name: string) => void,
  ) {
    for (const name of FAULT_NAMES) {
      if (random.chance(0.55) && !(withDatabase && NOT_WITH_A_DATABASE.has(name))) this.#active.add(name);
    }
  }

  heal(): void {
    this.#isOn = false;
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  /** Whether it happens now. Draws once, whether it is switched on or not. */
  happens(name: FaultName, random: SeededRandom): boolean {
    const isDrawn = random.chance(FAULTS[name]);
    const happens = this.#isOn && isDrawn && this.#active.has(name);
    if (happens) this.seen(`fault ${name}`);
    return happens;
  }
}
