import { randomInt } from "node:crypto";

/** Without letters and digits that are taken for each other when they are read aloud or written down. */
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
const GROUPS = 6;
const GROUP_CHARACTERS = 4;

/** A password that a person gets from somebody else: 118 random bits, in groups that can be read aloud. */
export function randomPassword(): string {
  const group = () => Array.from({ length: GROUP_CHARACTERS }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
  return Array.from({ length: GROUPS }, group).join("-");
}
