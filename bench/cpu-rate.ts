const WARM_UP_SECONDS = 0.4;
const ROUND_SECONDS = 0.7;
const ROUNDS = 3;
const RUNS_BETWEEN_LOOKS = 20;

/**
 * How often `run` is done in a second of CPU time, best of three rounds: a busy neighbour does not slow it down. All
 * threads of the process count, so what the garbage collector does beside is in it.
 */
export function runsPerCpuSecond(run: () => unknown): number {
  measure(run, WARM_UP_SECONDS);
  let best = 0;
  for (let round = 0; round < ROUNDS; round += 1) best = Math.max(best, measure(run, ROUND_SECONDS));
  return Math.round(best);
}

function measure(run: () => unknown, seconds: number): number {
  const start = process.cpuUsage();
  let runs = 0;
  for (;;) {
    for (let count = 0; count < RUNS_BETWEEN_LOOKS; count += 1) run();
    runs += RUNS_BETWEEN_LOOKS;
    const { user, system } = process.cpuUsage(start);
    const used = (user + system) / 1_000_000;
    if (used >= seconds) return runs / used;
  }
}
