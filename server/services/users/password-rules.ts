import { type FieldError, ServiceError } from "../errors";
import { PASSWORD_CHARACTERS_MAX, PASSWORD_CHARACTERS_MIN } from "./schemas";

/** Words that everybody who attacks this server would try first. */
const CONTEXT_WORDS = ["dmwsi", "password", "passwort", "administrator", "device management"];
/** A password made of fewer different characters is a pattern, whatever its length. */
const DIFFERENT_CHARACTERS_MIN = 6;
/** Letters and digits left when context words are taken out. */
const OWN_CHARACTERS_MIN = 8;
const SEQUENCES = [
  "0123456789",
  "abcdefghijklmnopqrstuvwxyz",
  "qwertyuiopasdfghjklzxcvbnm",
  "qwertzuiopasdfghjklyxcvbnm",
];
/** Neighbours of a sequence, forwards or backwards, that together make less than a character's worth of secret. */
const SEQUENCE_SHARE_MAX = 0.6;

/**
 * What is wrong with a new password; null when it may be used. Long, any characters, no composition rules: only what
 * is guessed at once is refused.
 */
export function passwordProblem(
  password: string,
  person: { readonly email: string; readonly name: string },
): FieldError | null {
  const characters = [...password];
  if (characters.length < PASSWORD_CHARACTERS_MIN || characters.length > PASSWORD_CHARACTERS_MAX) {
    return problem(
      "length",
      `A password has ${PASSWORD_CHARACTERS_MIN} to ${PASSWORD_CHARACTERS_MAX} characters. A few words in a row do well.`,
    );
  }
  const folded = password.toLowerCase();
  if (new Set(folded).size < DIFFERENT_CHARACTERS_MIN) return problem("too_common", "It repeats too few characters.");
  if (sequenceShare(folded) > SEQUENCE_SHARE_MAX) {
    return problem("too_common", "It follows the keyboard or the alphabet.");
  }
  const words = [
    ...CONTEXT_WORDS,
    ...person.email.toLowerCase().split(/[@.]/),
    ...person.name.toLowerCase().split(/\s+/),
  ];
  const own = words.filter((word) => word.length > 2).reduce((left, word) => left.replaceAll(word, ""), folded);
  if ([...own].length < OWN_CHARACTERS_MIN) {
    return problem("too_common", "It is made of the name, the e-mail address or the name of this product.");
  }
  return null;
}

/** The same for a use case. Throws ServiceError INVALID_INPUT. */
export function refuseWeakPassword(password: string, person: { readonly email: string; readonly name: string }): void {
  const problem = passwordProblem(password, person);
  if (problem) throw new ServiceError("INVALID_INPUT", "The password cannot be used.", [problem]);
}

/** Which part of the steps from character to character goes to a neighbour in a well-known sequence. */
function sequenceShare(text: string): number {
  let steps = 0;
  for (let i = 1; i < text.length; i += 1) {
    const pair = text.slice(i - 1, i + 1);
    const reversed = pair.charAt(1) + pair.charAt(0);
    if (pair === reversed || SEQUENCES.some((row) => row.includes(pair) || row.includes(reversed))) steps += 1;
  }
  return steps / (text.length - 1);
}

function problem(code: string, detail: string): FieldError {
  return { pointer: "/password", code, detail };
}
