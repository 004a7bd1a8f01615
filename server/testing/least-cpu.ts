const ATTEMPTS = 5;

/**
 * The milliseconds of CPU that `run` takes, the least of five. Not the time on the clock: a busy neighbour is not what is
 * measured, nor is the compiler, which works beside the first of them.
 */
export function leastCpuMs(run: () => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least;
}
