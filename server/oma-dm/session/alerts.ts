import { ALERT, type AlertCommand } from "../syncml";
import { parentUri } from "../tree";
import type { Effect, OutstandingCommands } from "./contract";
import { readAlertItem } from "./node-reading";
import { isRequestAlert } from "./request-alerts";
import type { RunBook } from "./run-book";
import { STATUS } from "./statuses";
import { isWantedAlert } from "./wanted-alert";
import type { GenericAlert, PlannedCommand, Progress } from "./work";

/** What the alerts of one message come to. */
export interface AlertsHeard {
  readonly effects: Effect[];
  /** What was out when the device spoke. */
  readonly out: readonly OutstandingCommands[];
  /** Items of 1224 and 1226 taken so far. */
  taken: number;
}

const USER_INTERACTION: ReadonlySet<string> = new Set([
  ALERT.display,
  ALERT.confirm,
  ALERT.textInput,
  ALERT.singleChoice,
  ALERT.multipleChoice,
]);

/**
 * The status of an alert of the device, after noting what it says. 1224 and 1226 become effects, and go to the run that
 * waits for them; more than `alertsMax` items in a message are refused, so that the device may send them again.
 * Statuses: OMA-TS-DM_Protocol 1.2.1; user-interaction alerts are the server's to send.
 */
export function hearAlert(command: AlertCommand, heard: AlertsHeard, alertsMax: number, book: RunBook): number {
  switch (command.data) {
    case ALERT.serverInitiated:
    case ALERT.clientInitiated:
    case ALERT.nextMessage:
    case ALERT.noEndOfData:
    case ALERT.sessionAbort:
      return STATUS.ok;
    case ALERT.clientEvent:
    case ALERT.genericAlert:
      return hearReport(command, command.data, heard, alertsMax, book);
    default:
      return USER_INTERACTION.has(command.data) ? STATUS.commandNotAllowed : STATUS.optionalFeatureNotSupported;
  }
}

function hearReport(
  command: AlertCommand,
  code: "1224" | "1226",
  heard: AlertsHeard,
  alertsMax: number,
  book: RunBook,
): number {
  if (command.items.length === 0) return STATUS.incompleteCommand;
  if (heard.taken + command.items.length > alertsMax) return STATUS.commandFailed;
  let isRequest = false;
  for (const item of command.items) {
    const alert = readAlertItem(item, command.correlator);
    isRequest ||= code === ALERT.genericAlert && isRequestAlert(alert.type);
    const task = code === ALERT.genericAlert ? takerOf(alert, heard.out, book) : null;
    if (task !== null) book.give(task, [{ kind: "alert", alert }]);
    heard.effects.push(task === null ? { kind: "alert", code, alert } : { kind: "alert", code, alert, task });
    heard.taken += 1;
  }
  return isRequest ? STATUS.acceptedForProcessing : STATUS.ok;
}

/** The task that a Generic Alert is for: one that waits for it, else one whose Exec it reports on before its Status. */
function takerOf(alert: GenericAlert, out: readonly OutstandingCommands[], book: RunBook): string | null {
  const tasks = book.tasks();
  return (
    tasks.find((task) => isWaitedFor(alert, book.progress(task))) ??
    tasks.find((task) => reportsOnExec(alert, task, book.progress(task), out)) ??
    null
  );
}

function isWaitedFor(alert: GenericAlert, progress: Progress): boolean {
  return progress.kind === "alert" && isWantedAlert(alert, progress.wanted);
}

/** Where no Correlator tells, an Exec that the device has not been sent is not what it reports on. */
function reportsOnExec(
  alert: GenericAlert,
  task: string,
  progress: Progress,
  out: readonly OutstandingCommands[],
): boolean {
  if (progress.kind !== "commands") return false;
  const isOut = (index: number): boolean =>
    out.some((entry) => entry.task === task && entry.step === progress.step && entry.indexes.includes(index));
  return progress.commands.some(
    ({ index, command }) => isReportOn(alert, command) && (isCorrelated(alert, command) || isOut(index)),
  );
}

function isCorrelated({ correlator }: GenericAlert, command: PlannedCommand): boolean {
  return correlator !== undefined && command.name === "Exec" && command.correlator === correlator;
}

function isReportOn(alert: GenericAlert, command: PlannedCommand): boolean {
  if (command.name !== "Exec") return false;
  const wanted = command.correlator === undefined ? {} : { correlator: command.correlator };
  // Whether it reports as the executed node or as the object that the node is of is not told before its Status.
  const object = parentUri(command.uri) ?? ".";
  const sources = object === "." ? [command.uri] : [command.uri, object];
  return sources.some((source) => isWantedAlert(alert, { ...wanted, source }));
}
