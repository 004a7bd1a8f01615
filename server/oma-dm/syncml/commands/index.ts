import type { Element } from "../../element";
import type { Command } from "../message";
import type { Reading } from "../reading";
import { readAlert, writeAlert } from "./alert";
import { readExec, writeExec } from "./exec";
import { readGroup, writeGroup } from "./group";
import { readItemsCommand, writeItemsCommand } from "./items";
import { readResults, writeResults } from "./results";
import { readStatus, writeStatus } from "./status";
import { readUnknown, writeUnknown } from "./unknown";

/** Reads one child of SyncBody, Atomic or Sequence. */
export function readCommand(element: Element, reading: Reading): Command {
  switch (element.name) {
    case "Status":
      return readStatus(element, reading);
    case "Results":
      return readResults(element, reading);
    case "Alert":
      return readAlert(element, reading);
    case "Add":
    case "Copy":
    case "Delete":
    case "Get":
    case "Replace":
      return readItemsCommand(element.name, element, reading);
    case "Exec":
      return readExec(element, reading);
    case "Atomic":
    case "Sequence":
      return readGroup(element.name, element, reading, readCommand);
    default:
      return readUnknown(element, reading);
  }
}

/** Writes one command. `withCorrelator`: SyncML 1.1 has no such element. */
export function writeCommand(command: Command, withCorrelator: boolean): Element {
  switch (command.name) {
    case "Status":
      return writeStatus(command);
    case "Results":
      return writeResults(command);
    case "Alert":
      return writeAlert(command, withCorrelator);
    case "Exec":
      return writeExec(command, withCorrelator);
    case "Atomic":
    case "Sequence":
      return writeGroup(command, (inner) => writeCommand(inner, withCorrelator));
    case "Unknown":
      return writeUnknown(command);
    default:
      return writeItemsCommand(command);
  }
}
