import type { Command, Problem } from "../syncml";
import { type AlertsHeard, hearAlert } from "./alerts";
import type { Effect, StepInput } from "./contract";
import { hearReplace } from "./package-one";
import type { RunBook } from "./run-book";
import { STATUS, type Verdict, verdictsOf } from "./statuses";

/** What the device's own commands come to. */
export interface Hearing {
  readonly verdicts: readonly Verdict[];
  readonly effects: readonly Effect[];
  readonly hasAlerts: boolean;
}

/**
 * Hears every command of an authenticated device and gives each its status. A device may send Status, Results, Alert and
 * the Replace with DevInfo [OMA-TS-DM_Protocol 1.2.1]; everything else is refused. `tooLarge`: Results that are refused.
 */
export function hear(input: StepInput, tooLarge: ReadonlySet<string>, book: RunBook): Hearing {
  const { message, problems, limits } = input;
  const heard: AlertsHeard = { effects: [], taken: 0 };
  const verdicts = verdictsOf(message, (command) => {
    if (command.name === "Status") return null;
    if (command.name === "Results") return tooLarge.has(command.cmdId) ? STATUS.entityTooLarge : null;
    if (hasTooManyItems(problems, command)) return STATUS.badRequest;
    if (command.name === "Alert") return hearAlert(command, heard, limits.alertsPerMessageMax, book);
    if (command.name === "Replace") return hearReplace(command, heard.effects);
    return command.name === "Unknown" ? STATUS.notImplemented : STATUS.commandNotAllowed;
  });
  return { verdicts, effects: heard.effects, hasAlerts: heard.taken > 0 };
}

function hasTooManyItems(problems: readonly Problem[], command: Command): boolean {
  return problems.some((problem) => problem.code === "too_many_items" && problem.cmdId === command.cmdId);
}
