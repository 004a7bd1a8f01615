import type { OutstandingCommands } from "./contract";
import type { RunBook } from "./run-book";
import type { Answer } from "./work";

/**
 * The session ends before these commands were answered: their runs are told that the answers are lost. One of which the
 * last part was not sent has not run.
 */
export function giveLost(outstanding: readonly OutstandingCommands[], book: RunBook): void {
  for (const entry of outstanding) giveLostOf(entry, book, () => true);
}

/**
 * An earlier session ended without a word: runs are told which of its commands may or may not have run. A run asks for one
 * that can be repeated once more, and counts how often that came to nothing: a device that goes down at a command each
 * time is not to be sent it for ever. What a run does not wait for any more is not mentioned, but for those of a group and
 * of a part.
 */
export function giveAbandoned(abandoned: readonly OutstandingCommands[], book: RunBook): void {
  for (const entry of abandoned) {
    const isWhole = entry.group !== undefined || entry.part !== undefined;
    giveLostOf(entry, book, (index) => isWhole || book.commandAt(entry.task, entry.step, index) !== null);
  }
}

function giveLostOf(entry: OutstandingCommands, book: RunBook, isLost: (index: number) => boolean): void {
  const { task, step, indexes, done, part } = entry;
  const answers: Answer[] = [];
  for (const [offset, index] of indexes.entries()) {
    if (!done?.includes(offset) && isLost(index))
      answers.push({ kind: "lost", step, index, ...(part && { unrun: true }) });
  }
  if (answers.length > 0) book.give(task, answers);
}
