const ATTEMPTS = 5;

/** CPU that the yardstick takes on the machine that the bounds of the tests are written for. */
const YARDSTICK_MS = 3;
const YARDSTICK_NAMES = 20_000;

/**
 * The milliseconds of CPU that `run` takes, the least of five, each set against a yardstick run just before it: as the
 * machine would need them that the bounds of the tests are written for. So neither a busy neighbour is measured, nor
 * the compiler, which works beside the first of them, nor how fast this machine is today.
 */
export function leastCpuMs(run: () => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const slowness = machineSlowness();
    const before = process.cpuUsage();
    run();
    least = Math.min(least, cpuMsSince(before) / slowness);
  }
  return least;
}

/** How many times slower this machine is at the moment than the one that the bounds are written for; 1 for a faster one. */
export function machineSlowness(): number {
  const before = process.cpuUsage();
  const names = new Set<string>();
  for (let index = 0; index < YARDSTICK_NAMES; index += 1) names.add(`name ${index}`);
  return Math.max(1, cpuMsSince(before) / YARDSTICK_MS);
}

/** Milliseconds of CPU that this process used since `before`. */
export function cpuMsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
