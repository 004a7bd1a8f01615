import type { Element } from "../element";
import { COMMANDS_MAX, ID_CHARACTERS_MAX, PROBLEMS_MAX } from "./limits";
import type { Problem } from "./message";

/** What is noted while one message is read. */
export class Reading {
  readonly problems: Problem[] = [];
  #commands = 0;

  note(code: Problem["code"], cmdId: string, detail: string): void {
    if (this.problems.length < PROBLEMS_MAX) this.problems.push({ code, cmdId, detail });
  }

  /** Counts a command; false when the message has too many, which is noted once, about the message as a whole. */
  takesCommand(): boolean {
    this.#commands += 1;
    if (this.#commands === COMMANDS_MAX + 1) {
      this.problems.unshift({ code: "too_many_commands", cmdId: "0", detail: `more than ${COMMANDS_MAX}` });
    }
    return this.#commands <= COMMANDS_MAX;
  }
}

const NO_CHILDREN: readonly Element[] = [];

export function childrenOf(element: Element): readonly Element[] {
  return isChildren(element.content) ? element.content : NO_CHILDREN;
}

export function isChildren(content: Element["content"]): content is readonly Element[] {
  return Array.isArray(content);
}

const NUL = 0x00;

/** Text without the NULs that C clients leave at its end. */
export function withoutTrailingNuls(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === NUL) end -= 1;
  return end === text.length ? text : text.slice(0, end);
}

/**
 * The text of an element that holds a name, number or address: without white space around it and NULs behind it, a NUL
 * inside replaced, so that it can be stored and compared. "" when it holds anything but text.
 */
export function textOf(element: Element): string {
  if (typeof element.content !== "string") return "";
  const text = withoutTrailingNuls(element.content).trim();
  return text.includes("\0") ? text.replaceAll("\0", "\ufffd") : text;
}

/** A whole number of at most ten digits; NaN for anything else. */
export function numberIn(text: string): number {
  return /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
}

/** A CmdID, MsgID, SessionID or a reference to one; "" when it is none that could be echoed. */
export function idIn(element: Element, cmdId: string, reading: Reading): string {
  const text = textOf(element);
  if (text.length <= ID_CHARACTERS_MAX && /^[\x21-\x7e]*$/.test(text)) return text;
  reading.note("bad_number", cmdId, element.name);
  return "";
}

/** The CmdID among a command's children; "" and a problem of no command when there is none. */
export function cmdIdOf(command: Element, reading: Reading): string {
  for (const child of childrenOf(command)) if (child.name === "CmdID") return idIn(child, "0", reading);
  reading.note("missing_element", "", `${command.name}/CmdID`);
  return "";
}
