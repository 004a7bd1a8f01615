import { ALERT, type AlertCommand, type ItemData } from "../../oma-dm/syncml";
import type { Faults } from "./faults";
import type { SeededRandom } from "./seeded-random";

/** What came of a question: the status of its alert, and what the user entered or the numbers of the choices. */
export interface UserAnswer {
  readonly status: number;
  readonly texts: readonly string[];
}

/** What a device knows of one question, which its text tells apart from all others. */
interface AskedQuestion {
  shown: number;
  /** As they were sent to the server. */
  readonly answers: UserAnswer[];
}

const QUESTIONS: ReadonlySet<string> = new Set([
  ALERT.display,
  ALERT.confirm,
  ALERT.textInput,
  ALERT.singleChoice,
  ALERT.multipleChoice,
]);
/** [OMA-TS-DM_Protocol 1.2.1, user interaction alerts] */
const STATUS = { done: 200, cancelled: 214, no: 304, unsupported: 406, late: 408 } as const;
const SECOND_MS = 1_000;
/** What no choice is, and what is one twice. */
const ODD_CHOICES = ["0", "99", "x", "1 ", "1", ""] as const;

/** Whoever holds a simulated device. Keeps a ledger of what was asked. */
export class DeviceUser {
  /** By the text of the question. */
  readonly asked = new Map<string, AskedQuestion>();
  /** How long the device says nothing as its user thinks about what the last message asked. */
  thinkingMs = 0;
  /** The user never says anything, and the device does not either. */
  isGone = false;
  readonly #canBeAsked: boolean;
  #entered = 0;

  constructor(
    private readonly faults: Faults,
    private readonly random: SeededRandom,
  ) {
    this.#canBeAsked = random.chance(0.9);
  }

  begin(): void {
    this.thinkingMs = 0;
    this.isGone = false;
  }

  answer(alert: AlertCommand): UserAnswer {
    const { faults, random } = this;
    if (!this.#canBeAsked) return { status: STATUS.unsupported, texts: [] };
    this.#entryOf(alert).shown += 1;
    this.thinkingMs += random.integer(1, 20) * SECOND_MS;
    if (faults.happens("user_slow", random)) this.thinkingMs += random.integer(130, 600) * SECOND_MS;
    this.isGone ||= faults.happens("user_silent", random);
    if (alert.data === ALERT.display) return { status: STATUS.done, texts: [] };
    const dice = random.next();
    if (dice < 0.1) return this.#late(alert);
    if (dice < 0.2) return { status: STATUS.cancelled, texts: [] };
    if (alert.data === ALERT.confirm) return { status: dice < 0.45 ? STATUS.no : STATUS.done, texts: [] };
    return { status: STATUS.done, texts: this.#textsFor(alert) };
  }

  /** What the server was told of it. */
  note(alert: AlertCommand, answer: UserAnswer): void {
    this.#entryOf(alert).answers.push(answer);
  }

  #late(alert: AlertCommand): UserAnswer {
    const seconds = Number(new URLSearchParams(textOf(alert.items[0]?.data)).get("MAXDT"));
    this.thinkingMs += seconds * SECOND_MS;
    return { status: STATUS.late, texts: [] };
  }

  #textsFor({ data, items }: AlertCommand): readonly string[] {
    const { faults, random } = this;
    if (data === ALERT.textInput) {
      this.#entered += 1;
      return [`entered ${this.#entered}`];
    }
    const choices = items.slice(2).map((_, at) => String(at + 1));
    const chosen =
      data === ALERT.singleChoice
        ? [String(random.integer(1, choices.length))]
        : choices.filter(() => random.chance(0.5));
    return faults.happens("odd_choice", random) ? [...chosen, random.pick(ODD_CHOICES)] : chosen;
  }

  #entryOf(alert: AlertCommand): AskedQuestion {
    const text = textOf(alert.items[1]?.data);
    const entry = this.asked.get(text) ?? { shown: 0, answers: [] };
    this.asked.set(text, entry);
    return entry;
  }
}

/** Whether an alert of the server is for the device's user. */
export function isQuestion({ data }: AlertCommand): boolean {
  return QUESTIONS.has(data);
}

function textOf(data: ItemData | undefined): string {
  return typeof data === "string" ? data : "";
}
