import type { UserAlert } from "../../../oma-dm";
import type { CommandAnswer, Plan, StepAnswer } from "./plan";

/** Something to show to the device's user, or to ask [OMA-TS-DM_Protocol 1.2.1, user interaction alerts]. */
export type Question = QuestionTimes &
  (
    | { readonly kind: "show"; readonly text: string }
    | { readonly kind: "confirm"; readonly text: string; readonly default?: boolean | undefined }
    | {
        readonly kind: "enter";
        readonly text: string;
        readonly input?: keyof typeof INPUTS | undefined;
        readonly charactersMax?: number | undefined;
        /** What is typed is not shown. */
        readonly hidden?: boolean | undefined;
        readonly default?: string | undefined;
      }
    | {
        readonly kind: "choose";
        readonly text: string;
        readonly choices: readonly string[];
        readonly default?: number | undefined;
      }
    | {
        readonly kind: "choose_several";
        readonly text: string;
        readonly choices: readonly string[];
        readonly default?: readonly number[] | undefined;
      }
  );

interface QuestionTimes {
  /** Seconds that it is shown at least. */
  readonly minSeconds?: number | undefined;
  /** Seconds after which the device gives up, or takes the default. */
  readonly maxSeconds?: number | undefined;
}

export interface UserReply {
  /**
   * `declined`: the user said no. `not_shown`: the device cannot, or did not run it. `unknown`: it gave no answer, so the
   * user may have seen it.
   */
  readonly outcome: "answered" | "declined" | "cancelled" | "timed_out" | "not_shown" | "unknown";
  readonly status: number;
  /** What was entered; null otherwise. */
  readonly text: string | null;
  /** Numbers of the choices made; the first choice is 1. */
  readonly choices: readonly number[];
}

const CODES = { show: "1100", confirm: "1101", enter: "1102", choose: "1103", choose_several: "1104" } as const;
const INPUTS = { text: "A", number: "N", date: "D", time: "T", phone: "P", ip: "I" } as const;

export const QUESTION_BOUNDS = {
  textCharactersMax: 1_000,
  choicesMax: 32,
  choiceCharactersMax: 200,
  enteredCharactersMax: 1_000,
  /** The session is given up after 120 seconds of silence, and the device says nothing while its user thinks. */
  secondsMax: 100,
  /** Of all the questions of a group, which the device answers together. */
  groupSecondsMax: 120,
  secondsDefault: 60,
} as const;

/** Asks the user and waits for the answer, in the same session. */
export function* askUser(question: Question): Plan<UserReply> {
  const answer: StepAnswer = yield { kind: "user", alert: userAlert(question) };
  if (answer.kind !== "user") throw new TypeError(`A question was given an answer of kind ${answer.kind}.`);
  return readUserReply(answer.answer);
}

/** The command of a question, for an Atomic or Sequence. Throws RangeError beyond the bounds of this file. */
export function userAlert(question: Question): UserAlert {
  const hasChoices = question.kind === "choose" || question.kind === "choose_several";
  const choices = hasChoices ? question.choices : [];
  assertText("The text of a question", question.text, QUESTION_BOUNDS.textCharactersMax);
  if (hasChoices) assertWhole("choices", choices.length, QUESTION_BOUNDS.choicesMax);
  for (const choice of choices) assertText("A choice", choice, QUESTION_BOUNDS.choiceCharactersMax);
  return {
    name: "Alert",
    code: CODES[question.kind],
    options: optionsOf(question),
    texts: [question.text, ...choices],
  };
}

const ANSWERED = 200;

const OUTCOMES: Readonly<Record<number, UserReply["outcome"]>> = {
  0: "unknown",
  [ANSWERED]: "answered",
  214: "cancelled",
  304: "declined",
  408: "timed_out",
};

/** What the answer to the command of a question says. A choice is a number, the first one is 1. */
export function readUserReply({ command, lost, status, said = [] }: CommandAnswer<UserAlert>): UserReply {
  const isAnswered = !lost && status === ANSWERED;
  const numbers = said.map((text) => Number(text.trim()));
  const isChoice = (number: number): boolean => number >= 1 && number < command.texts.length;
  return {
    outcome: lost ? "unknown" : (OUTCOMES[status] ?? "not_shown"),
    status,
    text: isAnswered && command.code === CODES.enter ? (said[0] ?? "") : null,
    choices: isAnswered ? [...new Set(numbers.filter((number) => Number.isInteger(number) && isChoice(number)))] : [],
  };
}

/** Source: OMA-TS-DM_Protocol 1.2.1, options of user interaction alerts. */
function optionsOf(question: Question): string {
  const { minSeconds, maxSeconds = QUESTION_BOUNDS.secondsDefault } = question;
  if (minSeconds !== undefined) assertWhole("seconds", minSeconds, QUESTION_BOUNDS.secondsMax);
  assertWhole("seconds", maxSeconds, QUESTION_BOUNDS.secondsMax);
  const options = new URLSearchParams();
  if (minSeconds !== undefined) options.set("MINDT", String(minSeconds));
  options.set("MAXDT", String(maxSeconds));
  const response = defaultOf(question);
  if (response !== undefined) options.set("DR", response);
  if (question.kind !== "enter") return options.toString();
  const { charactersMax, input, hidden } = question;
  if (charactersMax !== undefined) {
    assertWhole("characters", charactersMax, QUESTION_BOUNDS.enteredCharactersMax);
    options.set("MAXLEN", String(charactersMax));
  }
  if (input) options.set("IT", INPUTS[input]);
  if (hidden) options.set("ET", "P");
  return options.toString();
}

function defaultOf(question: Question): string | undefined {
  if (question.kind === "show" || question.default === undefined) return undefined;
  if (question.kind === "confirm") return question.default ? "1" : "0";
  return question.kind === "choose_several" ? question.default.join("-") : String(question.default);
}

function assertText(what: string, text: string, charactersMax: number): void {
  if (text.length < 1 || text.length > charactersMax)
    throw new RangeError(`${what} has 1 to ${charactersMax} characters.`);
}

function assertWhole(what: string, value: number, max: number): void {
  if (!Number.isInteger(value) || value < 1 || value > max) throw new RangeError(`${what}: 1 to ${max}, not ${value}.`);
}
