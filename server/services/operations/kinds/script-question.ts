import { z } from "zod";
import { QUESTION_BOUNDS, type Question } from "../plans";

const { textCharactersMax, choicesMax, choiceCharactersMax, enteredCharactersMax, secondsMax } = QUESTION_BOUNDS;

const Seconds = z.number().int().min(1).max(secondsMax).optional();
const Choices = z.array(z.string().min(1).max(choiceCharactersMax)).min(1).max(choicesMax);
const Shown = {
  text: z.string().min(1).max(textCharactersMax),
  /** Seconds that it is shown at least. */
  minSeconds: Seconds,
  /** Seconds after which the device gives up, or takes the default; 60 when left out. */
  maxSeconds: Seconds,
};

/** Something to show to the device's user or to ask, as a caller writes it; choices are numbered from 1. */
export const ScriptQuestion = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("show"), ...Shown }),
    z.strictObject({ kind: z.literal("confirm"), ...Shown, default: z.boolean().optional() }),
    z.strictObject({
      kind: z.literal("enter"),
      ...Shown,
      input: z.enum(["text", "number", "date", "time", "phone", "ip"]).optional(),
      charactersMax: z.number().int().min(1).max(enteredCharactersMax).optional(),
      /** What is typed is not shown on the device; in the result it is. */
      hidden: z.boolean().optional(),
      default: z.string().max(enteredCharactersMax).optional(),
    }),
    z.strictObject({
      kind: z.literal("choose"),
      ...Shown,
      choices: Choices,
      default: z.number().int().min(1).max(choicesMax).optional(),
    }),
    z.strictObject({
      kind: z.literal("choose_several"),
      ...Shown,
      choices: Choices,
      default: z.array(z.number().int().min(1).max(choicesMax)).max(choicesMax).optional(),
    }),
  ])
  .refine((question) => defaultsOf(question).every((choice) => choice <= choicesOf(question)), {
    path: ["default"],
    message: "The default is none of the choices: they are numbered from 1.",
  });
export type ScriptQuestion = z.output<typeof ScriptQuestion>;

/** What the user did. */
export const ScriptReply = z.object({
  outcome: z.enum(["answered", "declined", "cancelled", "timed_out", "not_shown", "unknown"]),
  /** What was entered; null otherwise. */
  text: z.string().nullable(),
  /** Numbers of the choices made. */
  choices: z.array(z.number().int()),
});

function choicesOf(question: Question): number {
  return "choices" in question ? question.choices.length : 0;
}

function defaultsOf(question: Question): readonly number[] {
  if (question.kind === "choose") return question.default === undefined ? [] : [question.default];
  return question.kind === "choose_several" ? (question.default ?? []) : [];
}
