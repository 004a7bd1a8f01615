import type { Command, SyncmlMessage } from "../../server/oma-dm/syncml";
import type { Quirks } from "./names";

/** What a message brings down a device by; null where it survives. */
export function crashOf(message: SyncmlMessage, checksServer: boolean, quirks: Quirks): string | null {
  if (quirks.has("crashesOnServerCred") && !checksServer && message.header.cred) {
    return "The device crashed: the server proved itself, which nobody had asked for.";
  }
  for (const command of allOf(message.commands)) {
    if (quirks.has("sequenceCrashes") && command.name === "Sequence") return "The device crashed on a Sequence.";
    if (quirks.has("crashesOnCommandMeta") && isUnbearable(command)) {
      return `The device crashed on a ${command.name} with Meta outside of its items, or without Data.`;
    }
  }
  return null;
}

function allOf(commands: readonly Command[]): Command[] {
  return commands.flatMap((command) => ("commands" in command ? [command, ...allOf(command.commands)] : [command]));
}

function isUnbearable(command: Command): boolean {
  if ("meta" in command && command.meta !== undefined) return true;
  return command.name === "Add" && command.items.some(({ data }) => data === undefined);
}
