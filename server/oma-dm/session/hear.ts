import type { Command } from "../syncml";
import { type AlertsHeard, hearAlert } from "./alerts";
import type { Effect, OutstandingCommands, StepInput } from "./contract";
import type { PartsHeard } from "./hear-parts";
import { hearReplace } from "./package-one";
import type { RunBook } from "./run-book";
import { hasTooManyItems, STATUS, type Verdict, verdictsOf } from "./statuses";

/** What the device's own commands come to. */
export interface Hearing {
  readonly verdicts: readonly Verdict[];
  readonly effects: readonly Effect[];
  readonly hasAlerts: boolean;
}

/**
 * Hears every command of an authenticated device and gives each its status. A device may send Status, Results, Alert and
 * the Replace with DevInfo [OMA-TS-DM_Protocol 1.2.1]; everything else is refused. `refused`: Results that are refused.
 * A command that brought a part of a large object gets the status of that part; what it holds besides is heard. `out`: the
 * commands that the device had been sent and had not answered before.
 */
export function hear(
  input: StepInput,
  parts: PartsHeard | null,
  refused: ReadonlyMap<Command, number> | null,
  out: readonly OutstandingCommands[],
  book: RunBook,
): Hearing {
  const { problems, limits } = input;
  const heard: AlertsHeard = { effects: [], out, taken: 0 };
  const judge = (command: Command): number | null => {
    if (command.name === "Status") return null;
    if (command.name === "Results") return refused?.get(command) ?? null;
    if (hasTooManyItems(problems, command)) return STATUS.badRequest;
    if (command.name === "Alert") return hearAlert(command, heard, limits.alertsPerMessageMax, book);
    if (command.name === "Replace") return hearReplace(command, heard.effects);
    return command.name === "Unknown" ? STATUS.notImplemented : STATUS.commandNotAllowed;
  };
  if (!parts) return hearingOf(verdictsOf(input.message, judge), heard);
  const verdicts = verdictsOf(parts.message, (command) => {
    const ofPart = parts.statuses.get(command);
    const ofRest = ofPart === undefined || ("items" in command && command.items.length > 0) ? judge(command) : null;
    return ofPart ?? ofRest;
  });
  return hearingOf(verdicts, heard);
}

function hearingOf(verdicts: readonly Verdict[], heard: AlertsHeard): Hearing {
  return { verdicts, effects: heard.effects, hasAlerts: heard.taken > 0 };
}
