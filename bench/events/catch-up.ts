import { readEvents } from "../../server/services/events";
import type { CallContext } from "../../server/services/use-case";

export interface CatchUpFigures {
  /** By one reader, one page behind the other. */
  readonly catchUpPerSecond: number;
  /** For each second that this process used a processor; what the database uses is not in it. */
  readonly catchUpPerCpuSecond: number;
  readonly catchUpEvents: number;
  readonly catchUpSeconds: number;
}

const PAGE = 500;
const SECONDS_MAX = 300;

/** Reads a feed of `behind` events from its beginning to its end. Throws when an event is missing or out of its place. */
export async function catchUp(reader: CallContext, behind: number): Promise<CatchUpFigures> {
  const begun = performance.now();
  const cpuBegun = process.cpuUsage();
  let after: string | undefined;
  let read = 0;
  while (read < behind) {
    const { items, next } = await readEvents(reader, { after, limit: PAGE });
    for (const item of items) {
      read += 1;
      const inPlace = item.includes(`"sequence":"${String(read).padStart(16, "0")}"`) && item.includes('"data":{');
      if (!inPlace) throw new Error(`Event ${read} is not in its place: ${item}`);
    }
    if (items.length === 0) throw new Error(`The feed ends behind event ${read}.`);
    if (performance.now() - begun > SECONDS_MAX * 1_000) break;
    after = next;
  }
  const catchUpSeconds = (performance.now() - begun) / 1_000;
  const cpu = process.cpuUsage(cpuBegun);
  return {
    catchUpPerSecond: read / catchUpSeconds,
    catchUpPerCpuSecond: (read / (cpu.user + cpu.system)) * 1_000_000,
    catchUpEvents: read,
    catchUpSeconds,
  };
}
