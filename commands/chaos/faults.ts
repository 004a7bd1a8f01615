import type { World } from "./world";

/** Something that goes wrong, done and over when the promise resolves. `pick`: at least 0, below 1, from the seed. */
export type FaultOfWorld = (world: World, pick: number) => Promise<void>;

/** What `npm run chaos` does to its world, by name. */
export const FAULTS: Readonly<Record<string, FaultOfWorld>> = {
  "kill-server": ({ servers }, pick) => servers.killAndRestart(Math.floor(pick * servers.size)),
  "kill-postgres": (world) => world.killPostgres(),
  "cut-connections": async ({ wire }) => wire.cut(),
};
