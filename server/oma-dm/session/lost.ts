import type { OutstandingCommands } from "./contract";
import type { RunBook } from "./run-book";
import type { Answer, PlannedCommand } from "./work";

/** Commands with the same effect however often they run: one whose answer was lost is simply sent again. */
const REPEATABLE: ReadonlySet<PlannedCommand["name"]> = new Set(["Get", "Replace"]);

/**
 * The session ends before these commands were answered: their runs are told that the answers are lost. One of which the
 * last part was not sent has not run.
 */
export function giveLost(outstanding: readonly OutstandingCommands[], book: RunBook): void {
  for (const entry of outstanding) giveLostOf(entry, book, () => true);
}

/**
 * An earlier session ended without a word: runs are told which of its commands may or may not have run. Commands that
 * can be repeated are not mentioned; their runs still ask for them. Those of a group are, for it is repeated by its run.
 */
export function giveAbandoned(abandoned: readonly OutstandingCommands[], book: RunBook): void {
  for (const entry of abandoned) {
    if (entry.group || entry.part) {
      giveLostOf(entry, book, () => true);
      continue;
    }
    giveLostOf(entry, book, (index) => {
      const command = book.commandAt(entry.task, entry.step, index);
      return command !== null && !REPEATABLE.has(command.name);
    });
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
