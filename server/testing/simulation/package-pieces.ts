import type { Command, ResultsCommand } from "../../oma-dm/syncml";
import type { Faults } from "./faults";
import type { SeededRandom } from "./seeded-random";

const PART_CHARACTERS = 400;

/**
 * A device's package as the messages it is sent in: one as a rule, several where it is split or where an object goes in
 * parts, each part alone in a message but for what stands before the first.
 */
export function piecesOf(commands: readonly Command[], faults: Faults, random: SeededRandom): Command[][] {
  const pieces: Command[][] = [[]];
  for (const command of commands) {
    if (isLarge(command) && faults.happens("objects_in_parts", random)) {
      const parts = partsOf(command);
      const isBrokenOff = faults.happens("object_broken_off", random);
      for (const [at, part] of parts.slice(0, isBrokenOff ? 1 : undefined).entries()) {
        if (at === 0) pieces.at(-1)?.push(part);
        else pieces.push([part]);
      }
      if (isBrokenOff) pieces.push([]);
    } else {
      const last = pieces.at(-1);
      if (last && last.length > 0 && faults.happens("package_split", random)) pieces.push([command]);
      else last?.push(command);
    }
  }
  return pieces;
}

function isLarge(command: Command): command is ResultsCommand {
  return command.name === "Results" && textOf(command).length > PART_CHARACTERS;
}

function textOf({ items }: ResultsCommand): string {
  const data = items[0]?.data;
  return typeof data === "string" ? data : "";
}

function partsOf(command: ResultsCommand): ResultsCommand[] {
  const text = textOf(command);
  const [item] = command.items;
  const count = Math.ceil(text.length / PART_CHARACTERS);
  return Array.from({ length: count }, (_, at) => {
    const data = text.slice(at * PART_CHARACTERS, (at + 1) * PART_CHARACTERS);
    const meta = at === 0 ? { ...item?.meta, size: text.length } : undefined;
    const { meta: _meta, ...rest } = item ?? {};
    return { ...command, items: [{ ...rest, data, ...(meta && { meta }), ...(at < count - 1 && { moreData: true }) }] };
  });
}
