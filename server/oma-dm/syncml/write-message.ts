import type { ElementDocument } from "../element";
import { writeCommand } from "./commands";
import { writeHeader } from "./header";
import type { SyncmlMessage } from "./message";
import { syncml } from "./writing";

/** VerDTD of DM 1.1.2; DM 1.2 and 1.3 use 1.2. */
const VER_DTD_1_1 = "1.1";

/**
 * Writes a message as an element tree, in the order of the DTD and in the dialect that its VerDTD names. Meta is written
 * inside items only, an Add always with Data, a Correlator only in 1.2.
 */
export function writeMessage(message: SyncmlMessage): ElementDocument {
  const isOld = message.header.verDtd === VER_DTD_1_1;
  const body = message.commands.map((command) => writeCommand(command, !isOld));
  if (message.final) body.push(syncml("Final", ""));
  return {
    dialect: isOld ? "SyncML 1.1" : "SyncML 1.2",
    root: syncml("SyncML", [writeHeader(message.header), syncml("SyncBody", body)]),
  };
}
